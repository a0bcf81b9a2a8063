import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { suggestRandomly } from "./random.ts";
import { suggestByVote, type VoteOptions } from "./zero-cost-vote.ts";

export type ZeroCostOptions = VoteOptions;

export const zeroCostOptions: z.ZodType<ZeroCostOptions> = z.strictObject({
  sample: z.int().min(1).default(1000).describe("how many architectures are drawn from the space and ranked"),
  by: z
    .array(z.string())
    .default([])
    .describe("names of the proxies that vote; all of the study where none is named"),
});

/**
 * Zero-cost proxies alone (Abdelfattah et al., ICLR 2021): the best of a random sample by one proxy, or by a vote of
 * several (the sum of ranks). One training is what it is for; further trials go down the ranking, and on at random when
 * the sample is spent.
 *
 * @example
 * zeroCostStrategy({ by: ["synflow"] }).name // => "zero-cost"
 */
export function zeroCostStrategy(given: OptionsInput<ZeroCostOptions> = {}): Strategy {
  const options = zeroCostOptions.parse(given);
  return {
    name: "zero-cost",
    needs: { surrogate: false, proxies: true },
    suggest: async (state) => (await suggestByVote(state, "zero-cost", options)) ?? suggestRandomly(state),
  };
}

export const zeroCost: Entry<Strategy, void, ZeroCostOptions> = {
  description: "Best of a random sample by zero-cost proxies alone",
  options: zeroCostOptions,
  create: (options) => zeroCostStrategy(options),
};
