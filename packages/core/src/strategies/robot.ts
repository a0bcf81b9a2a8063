import { z } from "zod";
import type { Why } from "../contracts/observation.ts";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import { surrogateOf } from "../engine/acquisition.ts";
import { takenKeys } from "../engine/candidates.ts";
import { indexOfLowest, indicesOfLowest } from "../engine/lowest.ts";
import { targetsOf } from "../engine/targets.ts";
import { suggestRandomly } from "./random.ts";
import { combine, drawWeights, type Ranked, rankAll, ranksOf, weightInputs } from "./robot-ranking.ts";

export interface RobotOptions {
  /** Evaluations that explore weights; all later ones go down the ranking of the best weights. */
  readonly explore: number;
  /** How many weights are considered. */
  readonly weights: number;
  /** Standard deviations that the confidence bound adds. */
  readonly kappa: number;
  /** How many architectures are ranked. */
  readonly sample: number | "all";
  /** Names of the proxies that are combined; all of the study where none is named. */
  readonly by: readonly string[];
}

export const robotOptions: z.ZodType<RobotOptions> = z.strictObject({
  explore: z.int().min(1).default(20).describe("evaluations that explore weights; later ones are greedy"),
  weights: z.int().min(1).default(500).describe("how many weights of the proxies are considered"),
  kappa: z.number().min(0).default(2.576).describe("standard deviations that the confidence bound adds"),
  sample: z
    .union([z.int().min(1), z.literal("all")])
    .default("all")
    .describe("how many architectures are ranked; 'all': a space that can be listed with recorded scores"),
  by: z
    .array(z.string())
    .default([])
    .describe("names of the proxies that are combined; all of the study where none is named"),
});

/**
 * RoBoT (He, Shu, Dai and Low, _Robustifying and boosting training-free neural architecture search_, ICLR 2024):
 * Bayesian optimisation by an upper confidence bound over the weights, in [−1, 1], of a linear combination of proxies,
 * each standing for the architecture that it ranks first; then greedily down the ranking of the best weights.
 *
 * Differs from the paper in that ranks replace scores scaled to [0, 1], since raw scores may span twenty orders of
 * magnitude; in that weights come from a fixed draw, so those that choose an observed architecture are known without
 * another iteration; and in that exploration ends after a number of evaluations, not with the budget, which a strategy
 * does not know.
 *
 * @example
 * robotStrategy({ explore: 10 }).name // => "robot"
 */
export function robotStrategy(given: OptionsInput<RobotOptions> = {}): Strategy {
  const options = robotOptions.parse(given);
  return {
    name: "robot",
    needs: { surrogate: true, proxies: true },
    surrogate: "gp",
    suggest: async (state) => {
      const surrogate = surrogateOf(state, "robot");
      const ranked = await rankAll(state, "robot", options);
      const choices = drawWeights(state.seed, ranked.ranks.length, options.weights).map((weights) =>
        choiceOf(ranked, weights),
      );
      const explored = state.observations.length < options.explore;
      return (
        (explored ? explore(state, surrogate, ranked, choices, options) : undefined) ??
        descend(state, ranked, choices) ??
        suggestRandomly(state)
      );
    },
  };
}

/** Weights, and the architecture that they rank first. */
interface Choice {
  readonly weights: Float64Array;
  readonly first: number;
}

function choiceOf<A>(ranked: Ranked<A>, weights: Float64Array): Choice {
  const sum = combine(ranked, weights);
  let first = 0;
  for (let i = 1; i < sum.length; i++) if (sum[i]! < sum[first]!) first = i;
  return { weights, first };
}

/** Weights that stand for one observed architecture, at most. */
const perArchitecture = 3;

/** The weights of largest confidence bound whose architecture is not taken; `undefined` where all are. */
function explore<A>(
  state: SearchState<A>,
  surrogate: Surrogate,
  ranked: Ranked<A>,
  choices: readonly Choice[],
  { kappa }: RobotOptions,
): Suggestion<A> | undefined {
  const { keys, proxies } = ranked;
  const taken = takenKeys(state);
  const open = choices.filter(({ first }) => !taken.has(keys[first]!));
  if (open.length === 0) return undefined;
  const targets = targetsOf(state.observations, "normal-scores");
  const valueOf = new Map(state.observations.map(({ key }, i) => [key, targets.values[i]!]));
  const uses = new Map<number, number>();
  const known = choices.filter(({ first }) => {
    const used = uses.get(first) ?? 0;
    uses.set(first, used + 1);
    return used < perArchitecture && valueOf.has(keys[first]!);
  });
  const suggestion = (
    order: Iterable<number>,
    opinionOf: (choice: number) => Pick<Why, "prediction">,
  ): Suggestion<A> => {
    // Of weights that rank the same one first, the first in order.
    const choiceOfFirst = new Map<number, number>();
    for (const choice of order) {
      const { first } = open[choice]!;
      if (!choiceOfFirst.has(first)) choiceOfFirst.set(first, choice);
    }
    const [pick] = choiceOfFirst.values();
    return suggestionOf(
      ranked,
      { rule: "weights", candidates: keys.length, weights: named(proxies, open[pick!]!.weights) },
      [...choiceOfFirst].slice(0, 6).map(([first, choice]) => ({ first, ...opinionOf(choice) })),
    );
  };
  if (known.length < 2) return suggestion(open.keys(), () => ({}));
  const model = surrogate.fit(
    weightInputs(
      proxies,
      known.map(({ weights }) => weights),
    ),
    Float64Array.from(known, ({ first }) => valueOf.get(keys[first]!)!),
    state.random.fork("fit"),
  );
  const { mean, variance } = model.predict(
    weightInputs(
      proxies,
      open.map(({ weights }) => weights),
    ),
  );
  const bound = mean.map((m, i) => m - kappa * Math.sqrt(variance?.[i] ?? 0));
  const pick = indexOfLowest(bound, state.random.fork("ties"));
  const order = Array.from(open.keys()).toSorted((a, b) => bound[a]! - bound[b]!);
  return suggestion([pick, ...order], (choice) => ({
    prediction: targets.describe(mean[choice]!, variance?.[choice]),
  }));
}

/** The first untaken architecture of the ranking by the weights whose own first was best. */
function descend<A>(
  state: SearchState<A>,
  ranked: Ranked<A>,
  choices: readonly Choice[],
): Suggestion<A> | undefined {
  const { keys, proxies } = ranked;
  const { values } = targetsOf(state.observations, "normal-scores");
  const valueOf = new Map(state.observations.map(({ key }, i) => [key, values[i]!]));
  const value = ({ first }: Choice): number => valueOf.get(keys[first]!) ?? Infinity;
  const best = choices.reduce((least, choice) => (value(choice) < value(least) ? choice : least));
  const taken = takenKeys(state);
  const sum = combine(ranked, best.weights).map((rank, i) => (taken.has(keys[i]!) ? Infinity : rank));
  const free = indicesOfLowest(sum, 6).filter((i) => sum[i]! < Infinity);
  if (free.length === 0) return undefined;
  return suggestionOf(
    ranked,
    { rule: "greedy", candidates: keys.length, weights: named(proxies, best.weights) },
    free.map((first) => ({ first })),
  );
}

/** Suggests the first of an order of architectures; the others are its runners-up. */
function suggestionOf<A>(
  ranked: Ranked<A>,
  why: Why,
  order: readonly (Pick<Why, "prediction"> & Pick<Choice, "first">)[],
): Suggestion<A> {
  const [pick, ...others] = order.map(({ first, ...opinion }) => ({
    architecture: ranked.architectures[first]!,
    opinion: { ranks: ranksOf(ranked, first), ...opinion },
  }));
  return {
    architecture: pick!.architecture,
    why: { ...why, ...pick!.opinion },
    runnersUp: others.map(({ architecture, opinion }) => ({ architecture, ...opinion })),
  };
}

function named(proxies: readonly string[], weights: Float64Array): Record<string, number> {
  return Object.fromEntries(proxies.map((name, p) => [name, weights[p]!]));
}

export const robot: Entry<Strategy, void, RobotOptions> = {
  description: "Bayesian optimisation over weights of the proxies, then greedy down their ranking (RoBoT)",
  options: robotOptions,
  create: (options) => robotStrategy(options),
};
