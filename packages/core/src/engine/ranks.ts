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
  const ranks = new Float64Array(n).fill((count + 1 + n) / 2);
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const below = firstIndex(sorted, (other) => other >= value);
    const upTo = firstIndex(sorted, (other) => other > value, below);
    ranks[i] = (below + 1 + upTo) / 2;
  }
  return ranks;
}

/** The first index from `from` on that satisfies a monotone predicate, or the length. */
function firstIndex(sorted: Float64Array, satisfies: (value: number) => boolean, from = 0): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (satisfies(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
