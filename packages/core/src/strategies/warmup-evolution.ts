import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { type EvolutionOptions, suggestOffspring } from "./evolution.ts";
import { suggestRandomly } from "./random.ts";
import { evolutionShape } from "./shared-options.ts";
import { suggestByVote, type VoteOptions, voteShape } from "./zero-cost-vote.ts";

export type WarmupEvolutionOptions = EvolutionOptions & VoteOptions;

export const warmupEvolutionOptions: z.ZodType<WarmupEvolutionOptions> = z.strictObject({
  ...evolutionShape,
  ...voteShape,
});

/**
 * Regularised evolution whose first population is the best of a random sample by a vote of zero-cost proxies
 * (Abdelfattah et al., ICLR 2021), not random.
 */
export function warmupEvolutionStrategy(given: OptionsInput<WarmupEvolutionOptions> = {}): Strategy {
  const options = warmupEvolutionOptions.parse(given);
  return {
    name: "warmup-evolution",
    needs: { surrogate: false, proxies: true },
    suggest: async (state) =>
      state.observations.length < options.population
        ? ((await suggestByVote(state, "warmup-evolution", options)) ?? suggestRandomly(state))
        : suggestOffspring(state, options),
  };
}

export const warmupEvolution: Entry<Strategy, void, WarmupEvolutionOptions> = {
  description: "Regularised evolution whose first population is chosen by zero-cost proxies (Warm-up REA)",
  options: warmupEvolutionOptions,
  create: (options) => warmupEvolutionStrategy(options),
};
