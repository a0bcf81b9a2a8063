import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { type BoOptions, sampleByAcquisition, transferLearnt } from "../engine/bayesian-optimization.ts";
import { candidateOptions, featureOptions, incumbentOption, targetScale } from "./shared-options.ts";

export type { BoOptions } from "../engine/bayesian-optimization.ts";

export const boOptions: z.ZodType<BoOptions> = z.strictObject({
  initial: z.int().min(1).default(5).describe("architectures evaluated at random first"),
  targets: targetScale,
  features: featureOptions({ decisions: true, paths: false, proxies: false }),
  incumbent: incumbentOption("observed"),
  candidates: candidateOptions,
});

/** Bayesian optimisation without proxies: the candidate of largest expected improvement under the surrogate. */
export function boStrategy(given: OptionsInput<BoOptions> = {}): Strategy {
  const options = boOptions.parse(given);
  return {
    name: "bo",
    needs: { surrogate: true, proxies: options.features.proxies },
    suggest: (state) => sampleByAcquisition(state, "bo", options),
    transfer: (state) => transferLearnt(state, "bo", options),
  };
}

export const bo: Entry<Strategy, void, BoOptions> = {
  description: "Bayesian optimisation by expected improvement (BO), without proxies",
  options: boOptions,
  create: (options) => boStrategy(options),
};
