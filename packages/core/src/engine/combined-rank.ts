/**
 * Combined rank CR of each candidate: the influence-weighted sum of its ranks by every source (ProxyBO, Eq. 7).
 *
 * @param ranks - for each source, the ranks of n candidates (1 is best).
 * @param influences - weight of each source.
 * @returns n combined ranks; the lowest is the next to evaluate.
 * @example
 * combinedRank([[1, 2], [2, 1]], [0.75, 0.25]) // => [1.25, 1.75]
 */
export function combinedRank(
  ranks: readonly ArrayLike<number>[],
  influences: readonly number[],
): Float64Array {
  const combined = new Float64Array(ranks[0]?.length ?? 0);
  for (const [source, sourceRanks] of ranks.entries()) {
    const weight = influences[source]!;
    for (let i = 0; i < combined.length; i++) combined[i]! += weight * sourceRanks[i]!;
  }
  return combined;
}
