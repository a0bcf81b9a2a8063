import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { type ProxyBoOptions, sampleProxyBo } from "../engine/proxybo.ts";
import { candidateOptions, featureOptions, targetScale } from "./shared-options.ts";

export const proxyBoOptions: z.ZodType<ProxyBoOptions> = z.strictObject({
  initial: z.int().min(1).default(5).describe("architectures evaluated at random first"),
  temperature: z.number().positive().default(0.05).describe("initial temperature τ₀ of the influence"),
  margin: z
    .number()
    .min(0)
    .nullable()
    .default(0.5)
    .describe(
      "standard deviations of chance by which a proxy's generalisation must exceed 1/2 for it to take part; null: none needed, as in the paper",
    ),
  folds: z.int().min(2).default(5).describe("folds of the cross-validation that judges the surrogate"),
  targets: targetScale,
  features: featureOptions({ decisions: true, paths: false, proxies: false }),
  candidates: candidateOptions,
});

/** ProxyBO (Shen et al., AAAI-23): surrogate and zero-cost proxies by combined rank with dynamic influence. */
export function proxyBoStrategy(given: OptionsInput<ProxyBoOptions> = {}): Strategy {
  const options = proxyBoOptions.parse(given);
  return {
    name: "proxybo",
    needs: { surrogate: true, proxies: false },
    proxies: ["snip", "synflow", "jacob_cov"],
    suggest: (state) => sampleProxyBo(state, options),
  };
}

export const proxybo: Entry<Strategy, void, ProxyBoOptions> = {
  description:
    "Bayesian optimisation and zero-cost proxies by combined rank with dynamic influence (ProxyBO)",
  options: proxyBoOptions,
  create: (options) => proxyBoStrategy(options),
};
