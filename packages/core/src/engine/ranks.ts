/**
 * Ranks of values: 1 is the lowest. Equal values share the mean of their ranks; NaN and infinite values rank last, as
 * equals.
 *
 * @param values - n numbers, lower is better.
 * @returns n ranks in [1, n], of sum n(n + 1)/2.
 * @example
 * averageRanks([0.3, 0.1, 0.3, NaN]) // => [2.5, 1, 2.5, 4]
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const finite = new Float64Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (Number.isFinite(values[i])) finite[count++] = values[i]!;
  const sorted = finite.subarray(0, count).toSorted();
  const rankAt = ranksOfSorted(sorted);
  const ranks = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    ranks[i] = Number.isFinite(value) ? rankAt[firstNotBelow(sorted, value)]! : (count + 1 + n) / 2;
  }
  return ranks;
}

/** The rank of each position of an ascending array: the mean over its run of equals. */
function ranksOfSorted(sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    ranks.fill((start + 1 + end) / 2, start, end);
  }
  return ranks;
}

/** The first position whose value is not below `value`. */
function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
