import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import { takenKeys } from "../engine/candidates.ts";
import { indexOfLowest } from "../engine/lowest.ts";
import { targetErrors } from "../engine/targets.ts";
import { permutation } from "../random/permutation.ts";
import { suggestRandomly } from "./random.ts";

export interface LocalSearchOptions {
  /** The first climb starts from the best of so many random architectures. */
  readonly initial: number;
}

export const localSearchOptions: z.ZodType<LocalSearchOptions> = z.strictObject({
  initial: z
    .int()
    .min(1)
    .default(10)
    .describe("the first climb starts from the best of so many random architectures"),
});

/**
 * Local search (White, Nolen and Savani, _Exploring the loss landscape in neural architecture search_, UAI 2021):
 * evaluates neighbours of the best architecture in random order, goes on from the first that is better, and starts anew
 * at random where none is.
 *
 * @example
 * localSearchStrategy().name // => "local-search"
 */
export function localSearchStrategy(given: OptionsInput<LocalSearchOptions> = {}): Strategy {
  const options = localSearchOptions.parse(given);
  return {
    name: "local-search",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) =>
      state.observations.length < options.initial
        ? suggestRandomly(state)
        : (suggestStep(state) ?? suggestRandomly(state)),
  };
}

/** An unseen neighbour of the best observation of this climb; `undefined` where all were seen. */
function suggestStep<A>(state: SearchState<A>): Suggestion<A> | undefined {
  const { observations, random, space } = state;
  const start = startOfClimb(state);
  const errors = targetErrors(observations).subarray(start);
  const best = observations[start + indexOfLowest(errors, random.fork("ties"))]!;
  const neighbours = space.neighbours(best.architecture);
  const taken = takenKeys(state);
  for (const i of permutation(neighbours.length, random.fork("neighbours"))) {
    const architecture = neighbours[i]!;
    if (!taken.has(space.key(architecture)))
      return { architecture, why: { rule: "neighbour", parent: best.text } };
  }
  return undefined;
}

/** Where the latest run of random architectures begins: the climb starts from the best of them. */
function startOfClimb({ observations }: SearchState): number {
  let start = observations.findLastIndex(({ why }) => why.rule === "random");
  while (start > 0 && observations[start - 1]!.why.rule === "random") start--;
  return Math.max(0, start);
}

export const localSearch: Entry<Strategy, void, LocalSearchOptions> = {
  description: "Local search: climbs from neighbour to neighbour",
  options: localSearchOptions,
  create: (options) => localSearchStrategy(options),
};
