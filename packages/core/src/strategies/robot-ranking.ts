import type { SearchState } from "../contracts/strategy.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import { averageRanks } from "../engine/ranks.ts";
import { createRandom } from "../random/random.ts";
import { sampleOf, votersOf } from "./zero-cost-vote.ts";

/** Architectures to rank, and the rank of each by each proxy, in (0, 1]: lowest is best. */
export interface Ranked<A> {
  readonly architectures: readonly A[];
  readonly keys: readonly string[];
  readonly proxies: readonly string[];
  /** For each proxy, one rank of each architecture. */
  readonly ranks: readonly Float64Array[];
}

/**
 * Ranks the whole space where it can be listed and every score is on record, else a sample by the study's seed.
 *
 * @throws {ProxyboError} `USAGE` without proxies, or where `by` names one that the study does not have.
 */
export async function rankAll<A>(
  state: SearchState<A>,
  strategy: string,
  { sample, by }: { readonly sample: number | "all"; readonly by: readonly string[] },
): Promise<Ranked<A>> {
  const voters = votersOf(state, strategy, by);
  const listed =
    sample === "all" && state.space.enumerate && voters.every(({ recorded }) => recorded === true);
  const { architectures, keys } = listed ? listOf(state) : sampleOf(state, sample === "all" ? 1000 : sample);
  const ranks: Float64Array[] = [];
  for (const voter of voters)
    ranks.push(averageRanks(await voter.scores(architectures)).map((rank) => rank / architectures.length));
  return { architectures, keys, proxies: voters.map(({ name }) => name), ranks };
}

function listOf<A>({ space }: SearchState<A>): { architectures: A[]; keys: string[] } {
  const all = new Map<string, A>();
  for (const architecture of space.enumerate!()) {
    const key = space.key(architecture);
    if (!all.has(key)) all.set(key, architecture);
  }
  return { architectures: [...all.values()], keys: [...all.keys()] };
}

/** Weights of the proxies: each of them alone, then random ones in [−1, 1], the same in all trials of a study. */
export function drawWeights(seed: number, proxies: number, count: number): readonly Float64Array[] {
  const random = createRandom(seed, "robot", "weights");
  return Array.from({ length: Math.max(count, proxies) }, (_, w) =>
    Float64Array.from({ length: proxies }, (_unused, p) =>
      w < proxies ? Number(p === w) : 2 * random.uniform() - 1,
    ),
  );
}

/** The weighted sum of ranks of every architecture: lowest is best. */
export function combine({ ranks, keys }: Ranked<unknown>, weights: Float64Array): Float64Array {
  const sum = new Float64Array(keys.length);
  for (const [p, ofProxy] of ranks.entries()) {
    const weight = weights[p]!;
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * ofProxy[i]!;
  }
  return sum;
}

/** The rank of an architecture by each proxy, 1 is best. */
export function ranksOf(
  { ranks, keys, proxies }: Ranked<unknown>,
  architecture: number,
): Record<string, number> {
  // Equals share the mean of their ranks: a half at most.
  const inHalves = (share: number): number => Math.round(2 * share * keys.length) / 2;
  return Object.fromEntries(proxies.map((name, p) => [name, inHalves(ranks[p]![architecture]!)]));
}

/** Weights as a surrogate reads them. */
export function weightInputs(proxies: readonly string[], weights: readonly Float64Array[]): Inputs {
  return {
    n: weights.length,
    rows: Float64Array.from(weights.flatMap((row) => [...row])),
    features: proxies.map((name) => ({ kind: "continuous", name }) as const),
    graph: () => ({ labels: [], edges: [] }),
  };
}
