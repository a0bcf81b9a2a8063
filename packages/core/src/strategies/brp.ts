import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { type RoundOptions, roundShape, suggestPredictedTop } from "./brp-rounds.ts";
import { suggestRandomly } from "./random.ts";

export type BrpOptions = RoundOptions;

export const brpOptions: z.ZodType<BrpOptions> = z.strictObject(roundShape);

/**
 * Search in rounds by a predictor (BRP-NAS; Dudziak et al., NeurIPS 2020): the first round is random, and in each later
 * one a half is the predicted top, a half random. With surrogate `brp` it is BRP-NAS; any other will do.
 *
 * @example
 * brpStrategy({ round: 10 }).name // => "brp"
 */
export function brpStrategy(given: OptionsInput<BrpOptions> = {}): Strategy {
  const options = brpOptions.parse(given);
  return {
    name: "brp",
    needs: { surrogate: true, proxies: false },
    surrogate: "brp",
    suggest: async (state) => suggestPredictedTop(state, "brp", options) ?? suggestRandomly(state),
  };
}

export const brp: Entry<Strategy, void, BrpOptions> = {
  description: "Rounds of the predicted top and of random architectures (BRP-NAS)",
  options: brpOptions,
  create: (options) => brpStrategy(options),
};
