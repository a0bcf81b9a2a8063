import type { SearchSpace } from "../contracts/space.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import type { CandidatePool } from "./candidate-pool.ts";
import type { Networks } from "./different-networks.ts";
import { normalQuantile } from "./normal-distribution.ts";
import { averageRanks } from "./ranks.ts";

/** A space of at most so many architectures is the reference of recorded and counted proxies, as a whole. */
const largestPool = 50_000;

/**
 * Scores of known architectures and of candidates by each proxy, a part of the candidates at a time.
 *
 * @returns for each proxy one score for each of `known`, then one for each of the candidates.
 */
export async function scoresOf<A>(
  proxies: readonly ProxySource<A>[],
  known: readonly A[],
  candidates: CandidatePool<A>,
): Promise<readonly Float64Array[]> {
  const scores = proxies.map(() => new Float64Array(known.length + candidates.n));
  const { listed } = candidates;
  const asked: number[] = [];
  for (const [p, proxy] of proxies.entries()) {
    if (!listed || proxy.recorded !== true) {
      asked.push(p);
      continue;
    }
    const { first, places } = listed;
    const others = candidates.at(Array.from({ length: first }, (_, place) => place));
    scores[p]!.set(await proxy.scores([...known, ...others]));
    const ofList = await scoresOfList(proxy, listed.networks);
    for (let i = 0, at = known.length + first; i < places.length; i++)
      scores[p]![at + i] = ofList[places[i]!]!;
  }
  if (asked.length === 0) return scores;
  let scored = 0;
  for (const part of candidates.parts()) {
    const architectures = scored === 0 ? [...known, ...part] : part;
    for (const p of asked) scores[p]!.set(await proxies[p]!.scores(architectures), scored);
    scored += architectures.length;
  }
  return scores;
}

/** Scores on record, asked for once for a list: a pure memory, results do not depend on it. */
const listScores = new WeakMap<object, WeakMap<object, Float64Array>>();

async function scoresOfList<A>(proxy: ProxySource<A>, networks: Networks<A>): Promise<Float64Array> {
  const known = listScores.get(proxy) ?? new WeakMap<object, Float64Array>();
  listScores.set(proxy, known);
  let scores = known.get(networks);
  if (!scores) known.set(networks, (scores = (await proxy.scores(networks.architectures)).slice()));
  return scores;
}

/**
 * Normal scores of a proxy, about standard normal, lower is better: the quantile of each score's rank among a reference.
 * That is the whole space where it can be listed and every score is on record, else the given scores themselves. A score
 * that is NaN or infinite ranks last.
 *
 * @param scores - by this proxy, of architectures of `space`.
 * @returns one normal score for each of `scores`.
 */
export async function proxyNormalScores<A>(
  space: SearchSpace<A>,
  proxy: ProxySource<A>,
  scores: Float64Array,
): Promise<Float64Array> {
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
