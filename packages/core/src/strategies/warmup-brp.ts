import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { placeInRounds, type RoundOptions, roundShape, suggestPredictedTop } from "./brp-rounds.ts";
import { suggestRandomly } from "./random.ts";
import { suggestByVote, type VoteOptions } from "./zero-cost-vote.ts";

export type WarmupBrpOptions = RoundOptions & VoteOptions;

export const warmupBrpOptions: z.ZodType<WarmupBrpOptions> = z.strictObject({
  ...roundShape,
  sample: z
    .int()
    .min(1)
    .default(1000)
    .describe("the first round is the best of so many architectures drawn from the space"),
  by: z
    .array(z.string())
    .default([])
    .describe("names of the proxies that vote; all of the study where none is named"),
});

/**
 * BRP-NAS whose first round is the best of a random sample by zero-cost proxies (Abdelfattah et al., ICLR 2021), not
 * random.
 */
export function warmupBrpStrategy(given: OptionsInput<WarmupBrpOptions> = {}): Strategy {
  const options = warmupBrpOptions.parse(given);
  return {
    name: "warmup-brp",
    needs: { surrogate: true, proxies: true },
    surrogate: "brp",
    suggest: async (state) => {
      const first = placeInRounds(state.n, options.round).round === 0;
      const suggestion = first
        ? await suggestByVote(state, "warmup-brp", options)
        : suggestPredictedTop(state, "warmup-brp", options);
      return suggestion ?? suggestRandomly(state);
    },
  };
}

export const warmupBrp: Entry<Strategy, void, WarmupBrpOptions> = {
  description: "BRP-NAS whose first round is chosen by zero-cost proxies (Warm-up BRP)",
  options: warmupBrpOptions,
  create: (options) => warmupBrpStrategy(options),
};
