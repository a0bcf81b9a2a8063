import { z } from "zod";
import type { Why } from "../contracts/observation.ts";
import type { ProxySource, SearchState, Suggestion } from "../contracts/strategy.ts";
import { takenKeys } from "../engine/candidates.ts";
import { combinedRank } from "../engine/combined-rank.ts";
import { averageRanks } from "../engine/ranks.ts";
import { ProxyboError } from "../errors/error.ts";
import { permutation } from "../random/permutation.ts";
import { createRandom } from "../random/random.ts";

export interface VoteOptions {
  /** How many architectures are drawn from the space; of equal ones the first is kept. */
  readonly sample: number;
  /** Names of the proxies that vote; all of the study where none is named. */
  readonly by: readonly string[];
}

/** The options of a vote, for strategies that add to them. */
export const voteShape = {
  sample: z.int().min(1).default(1000).describe("how many architectures are drawn from the space and ranked"),
  by: z
    .array(z.string())
    .default([])
    .describe("names of the proxies that vote; all of the study where none is named"),
};

/**
 * The first of a random sample, by the mean of its ranks by each proxy, that is neither observed nor pending. The sample
 * follows from the study's seed: all trials go down the same ranking.
 *
 * An architecture that a proxy has no score for ranks last there.
 *
 * @returns `undefined` when the whole sample is observed or pending.
 * @throws {ProxyboError} `USAGE` without proxies, or where `by` names one that the study does not have.
 */
export async function suggestByVote<A>(
  state: SearchState<A>,
  strategy: string,
  options: VoteOptions,
): Promise<Suggestion<A> | undefined> {
  const voters = votersOf(state, strategy, options.by);
  const { architectures, keys } = sampleOf(state, options.sample);
  const scores: Float64Array[] = [];
  for (const voter of voters) scores.push(await voter.scores(architectures));
  const ranks = scores.map(averageRanks);
  const shares = voters.map(() => 1 / voters.length);
  const votes = combinedRank(ranks, shares);
  // Equals in random order, the same in all trials.
  const ties = permutation(architectures.length, createRandom(state.seed, "proxy-vote", "ties"));
  const order = Array.from(ties).toSorted((a, b) => votes[a]! - votes[b]!);
  const taken = takenKeys(state);
  const free = order.filter((i) => !taken.has(keys[i]!));
  const pick = free[0];
  if (pick === undefined) return undefined;
  const byVoter = (value: (voter: number) => number): Record<string, number> =>
    Object.fromEntries(voters.map(({ name }, voter) => [name, value(voter)]));
  const unscored = voters
    .map(
      ({ name }, voter) => [name, scores[voter]!.filter((score) => !Number.isFinite(score)).length] as const,
    )
    .filter(([, count]) => count > 0);
  const opinionOf = (candidate: number) => ({
    ranks: byVoter((voter) => ranks[voter]![candidate]!),
    combinedRank: votes[candidate]!,
  });
  const why: Why = {
    rule: "proxy-vote",
    influence: byVoter((voter) => shares[voter]!),
    ...opinionOf(pick),
    candidates: architectures.length,
    ...(unscored.length > 0 && { unscored: Object.fromEntries(unscored) }),
  };
  return {
    architecture: architectures[pick]!,
    why,
    runnersUp: free
      .slice(1, 6)
      .map((candidate) => ({ architecture: architectures[candidate]!, ...opinionOf(candidate) })),
  };
}

/** The proxies named, or all of the study; an error where there are none. */
export function votersOf<A>(
  { proxies }: SearchState<A>,
  strategy: string,
  by: readonly string[],
): readonly ProxySource<A>[] {
  const names = proxies.map(({ name }) => name);
  const missing = by.find((name) => !names.includes(name));
  if (missing === undefined && proxies.length > 0)
    return by.length === 0 ? proxies : by.map((wanted) => proxies.find(({ name }) => name === wanted)!);
  const wanted = missing === undefined ? "at least one proxy" : `proxy '${missing}'`;
  throw new ProxyboError(
    "USAGE",
    `strategy '${strategy}' needs ${wanted}; the study has ${names.join(", ") || "none"}`,
    { hint: "Give the study the proxies that vote, e.g. `--proxies snip,synflow`." },
  );
}

/** Architectures drawn from the space by the study's seed, each network once: the same in all trials. */
export function sampleOf<A>(
  { space, seed }: SearchState<A>,
  draws: number,
): { architectures: A[]; keys: string[] } {
  const random = createRandom(seed, "proxy-vote", "sample");
  const sample = new Map<string, A>();
  for (let i = 0; i < draws; i++) {
    const architecture = space.sample(random);
    const key = space.key(architecture);
    if (!sample.has(key)) sample.set(key, architecture);
  }
  return { architectures: [...sample.values()], keys: [...sample.keys()] };
}
