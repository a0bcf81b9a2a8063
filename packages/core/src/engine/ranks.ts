import { orderOf } from "./order.ts";

/**
 * Ranks of values: 1 is the lowest. Equal values share the mean of their ranks; NaN and infinite values rank last, as
 * equals. In O(n).
 *
 * @param values - n numbers, lower is better.
 * @returns n ranks in [1, n], of sum n(n + 1)/2.
 * @example
 * averageRanks([0.3, 0.1, 0.3, NaN]) // => [2.5, 1, 2.5, 4]
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = orderOf(values);
  const count = order.length;
  const ranks = new Float64Array(n);
  if (count < n) ranks.fill((count + 1 + n) / 2);
  for (let start = 0, end = 0; start < count; start = end) {
    const value = values[order[start]!]!;
    while (end < count && values[order[end]!] === value) end++;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + 1 + end) / 2;
  }
  return ranks;
}
