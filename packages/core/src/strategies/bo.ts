import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { acquire, surrogateOf } from "../engine/acquisition.ts";
import { type CandidateOptions, drawCandidates, sampleUnseen, takenKeys } from "../engine/candidates.ts";
import { encode } from "../engine/inputs.ts";
import { indexOfLowest } from "../engine/lowest.ts";
import { type TargetScale, targetsOf } from "../engine/targets.ts";
import { candidateOptions, targetScale } from "./shared-options.ts";

export interface BoOptions {
  /** Architectures evaluated at random first. */
  readonly initial: number;
  /** What the surrogate learns. */
  readonly targets: TargetScale;
  readonly candidates: CandidateOptions;
}

export const boOptions: z.ZodType<BoOptions> = z.strictObject({
  initial: z.int().min(1).default(5).describe("architectures evaluated at random first"),
  targets: targetScale,
  candidates: candidateOptions,
});

/** Bayesian optimisation without proxies: the candidate of largest expected improvement under the surrogate. */
export function boStrategy(given: OptionsInput<BoOptions> = {}): Strategy {
  const options = boOptions.parse(given);
  return {
    name: "bo",
    needs: { surrogate: true, proxies: false },
    suggest: async (state) => {
      if (state.observations.length < options.initial) {
        const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
        return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
      }
      const candidates = drawCandidates(state, options.candidates);
      if (candidates.length === 0) return undefined;
      const observed = encode(
        state.space,
        state.observations.map(({ architecture }) => architecture),
      );
      const targets = targetsOf(state.observations, options.targets);
      const { value, mean, variance } = acquire(
        state,
        surrogateOf(state, "bo"),
        observed,
        targets.values,
        candidates,
      );
      const pick = indexOfLowest(
        value.map((v) => -v),
        state.random.fork("ties"),
      );
      return {
        architecture: candidates[pick]!,
        why: {
          rule: "acquisition",
          prediction: targets.describe(mean[pick]!, variance?.[pick]),
          ...(variance && { expectedImprovement: Math.exp(value[pick]!) }),
          candidates: candidates.length,
        },
      };
    },
  };
}

export const bo: Entry<Strategy, void, BoOptions> = {
  description: "Bayesian optimisation by expected improvement (BO), without proxies",
  options: boOptions,
  create: (options) => boStrategy(options),
};
