import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { type BoOptions, sampleByAcquisition, transferLearnt } from "../engine/bayesian-optimization.ts";
import { candidateOptions, featureOptions, incumbentOption, targetScale } from "./shared-options.ts";

export const proxyGpOptions: z.ZodType<BoOptions> = z.strictObject({
  initial: z.int().min(1).default(3).describe("architectures evaluated at random first"),
  targets: targetScale,
  features: featureOptions({ decisions: true, paths: true, proxies: true }),
  incumbent: incumbentOption("predicted"),
  candidates: candidateOptions,
});

/**
 * Bayesian optimisation by a Gaussian process that is told decisions, paths of operations and zero-cost proxies. The
 * proxies are inputs of its kernel and each leans its prior mean, so it learns from the observations how far, and in which
 * direction, to trust each of them: inverted ones cost little, useless ones some evaluations.
 */
export function proxyGpStrategy(given: OptionsInput<BoOptions> = {}): Strategy {
  const options = proxyGpOptions.parse(given);
  return {
    name: "proxygp",
    needs: { surrogate: true, proxies: false },
    surrogate: "gp",
    optionalProxies: ["snip", "synflow", "jacob_cov", "params", "flops"],
    suggest: (state) => sampleByAcquisition(state, "proxygp", options),
    transfer: (state) => transferLearnt(state, "proxygp", options),
  };
}

export const proxygp: Entry<Strategy, void, BoOptions> = {
  description: "Bayesian optimisation by a Gaussian process over decisions, paths and proxies",
  options: proxyGpOptions,
  create: (options) => proxyGpStrategy(options),
};
