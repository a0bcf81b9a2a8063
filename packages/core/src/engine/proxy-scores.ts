import type { ProxySource, SearchState } from "../contracts/strategy.ts";
import { normalQuantile } from "./normal-distribution.ts";
import { averageRanks } from "./ranks.ts";

/** A space of at most so many architectures is the reference of recorded and counted proxies, as a whole. */
const largestPool = 50_000;

/**
 * Normal scores of a proxy, about standard normal, lower is better: the quantile of each score's rank among a reference.
 * That is the whole space where it can be listed and every score is on record, else the given architectures themselves.
 * A score that is NaN or infinite ranks last.
 *
 * @returns one score for each of `architectures`, in their order.
 */
export async function proxyNormalScores<A>(
  state: SearchState<A>,
  proxy: ProxySource<A>,
  architectures: readonly A[],
): Promise<Float64Array> {
  const { space } = state;
  const scores = await proxy.scores(architectures);
  if (proxy.recorded !== true || !space.enumerate || space.size > largestPool) {
    const n = scores.length;
    return averageRanks(scores).map((rank) => normalQuantile((rank - 0.5) / n));
  }
  let reference = references.get(proxy);
  if (!reference)
    references.set(proxy, (reference = referenceOf(await proxy.scores([...space.enumerate()]))));
  const quantileOf = reference;
  return scores.map((score) => quantileOf(score));
}

/** References computed once for a proxy: a pure memory, results do not depend on it. */
const references = new WeakMap<object, (score: number) => number>();

function referenceOf(scores: Float64Array): (score: number) => number {
  const sorted = scores.filter(Number.isFinite).toSorted();
  const n = scores.length;
  const quantiles = new Map<number, number>();
  const quantile = (rank: number): number => {
    let value = quantiles.get(rank);
    if (value === undefined)
      quantiles.set(rank, (value = normalQuantile(Math.min(Math.max(rank - 0.5, 0.5), n - 0.5) / n)));
    return value;
  };
  return (score) => {
    if (!Number.isFinite(score)) return quantile((sorted.length + 1 + n) / 2);
    const below = countBelow(sorted, (other) => other < score);
    const upTo = countBelow(sorted, (other) => other <= score);
    return quantile((below + 1 + Math.max(upTo, below + 1)) / 2);
  };
}

function countBelow(sorted: Float64Array, isBelow: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
