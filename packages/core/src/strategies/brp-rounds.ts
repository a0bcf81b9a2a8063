import { z } from "zod";
import type { SearchState, Suggestion } from "../contracts/strategy.ts";
import { predictBlocks, surrogateOf } from "../engine/acquisition.ts";
import { type CandidateOptions, drawCandidates, takenKeys } from "../engine/candidates.ts";
import { encode } from "../engine/inputs.ts";
import { averageRanks } from "../engine/ranks.ts";
import { type TargetScale, targetsOf } from "../engine/targets.ts";
import { permutation } from "../random/permutation.ts";
import { createRandom } from "../random/random.ts";
import { candidateOptions, targetScale } from "./shared-options.ts";

export interface RoundOptions {
  /** Evaluations of a round; the predictor is trained again before each. */
  readonly round: number;
  /** Share of a round that comes from the predicted top; the rest is random. */
  readonly top: number;
  /** What the predictor learns. */
  readonly targets: TargetScale;
  readonly candidates: CandidateOptions;
}

export const roundShape = {
  round: z
    .int()
    .min(1)
    .default(20)
    .describe("evaluations of a round; the predictor is trained again before each"),
  top: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("share of a round that comes from the predicted top; the rest is random"),
  targets: targetScale,
  candidates: candidateOptions,
};

/** Where trial n stands: its round 0, 1, … and its place 0 … round − 1 there. */
export function placeInRounds(n: number, round: number): { round: number; place: number } {
  return { round: Math.floor((n - 1) / round), place: (n - 1) % round };
}

/**
 * The best of the candidates, as predicted from the rounds before, that is neither observed nor pending. Candidates and
 * predictor follow from the study's seed, the round and those observations: all trials of a round go down one ranking.
 *
 * @returns `undefined` where the trial's place is one of the random ones, nothing was observed before this round, or all
 *   candidates are observed or pending.
 */
export function suggestPredictedTop<A>(
  state: SearchState<A>,
  strategy: string,
  options: RoundOptions,
): Suggestion<A> | undefined {
  const { round, place } = placeInRounds(state.n, options.round);
  if (place >= Math.round(options.top * options.round)) return undefined;
  const observations = state.observations
    .filter(({ n }) => n <= round * options.round)
    .toSorted((a, b) => a.n - b.n);
  if (observations.length === 0) return undefined;
  const random = createRandom(state.seed, "round", round);
  const before: SearchState<A> = { ...state, observations, pending: [], random };
  const candidates = drawCandidates(before, options.candidates);
  const observed = encode(
    state.space,
    observations.map(({ architecture }) => architecture),
  );
  const targets = targetsOf(observations, options.targets);
  const surrogate = surrogateOf(state, strategy);
  const model = surrogate.fit(observed, targets.values, random.fork("fit"));
  const { mean, variance } = predictBlocks(surrogate.name, model, {
    n: candidates.n,
    *blocks() {
      for (const part of candidates.parts()) yield encode(state.space, part);
    },
  });
  const taken = takenKeys(state);
  const ranked = Array.from(permutation(candidates.n, random.fork("ties")))
    .toSorted((a, b) => mean[a]! - mean[b]!)
    .slice(0, taken.size + 6);
  const free = candidates
    .at(ranked)
    .map((architecture, i) => ({ architecture, candidate: ranked[i]! }))
    .filter(({ architecture }) => !taken.has(state.space.key(architecture)));
  const [pick, ...others] = free;
  if (pick === undefined) return undefined;
  const ranks = averageRanks(mean);
  const opinionOf = (candidate: number) => ({
    ranks: { surrogate: ranks[candidate]! },
    prediction: targets.describe(mean[candidate]!, variance?.[candidate]),
  });
  return {
    architecture: pick.architecture,
    why: { rule: "predicted-top", ...opinionOf(pick.candidate), candidates: candidates.n },
    runnersUp: others
      .slice(0, 5)
      .map(({ architecture, candidate }) => ({ architecture, ...opinionOf(candidate) })),
  };
}
