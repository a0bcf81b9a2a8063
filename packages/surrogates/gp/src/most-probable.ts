import type { Layout } from "./hyperparameters.ts";
import type { Likelihood } from "./marginal-likelihood.ts";
import { minimize } from "./minimize.ts";

export interface MostProbable {
  readonly values: Float64Array;
  readonly logPosterior: number;
}

/**
 * The most probable hyper-parameters: the maximum of marginal likelihood times log-normal priors, sought from the
 * priors' medians in units of the priors' spreads, where the priors alone are a unit bowl.
 *
 * @returns them, and ln of likelihood times priors there, the priors' own maximum taken as 1.
 */
export function mostProbable(likelihood: Likelihood, layout: Layout, evaluations: number): MostProbable {
  const { medians, spreads, size } = layout;
  const at = (point: Float64Array): Float64Array =>
    point.map((u, i) => medians[i]! * Math.exp(spreads[i]! * u));
  const lowest = minimize(
    (u) => {
      const { value, gradient } = likelihood(at(u));
      if (value === -Infinity) return { value: Infinity, gradient };
      return {
        value: 0.5 * u.reduce((sum, x) => sum + x * x, 0) - value,
        gradient: u.map((x, i) => x - spreads[i]! * gradient[i]!),
      };
    },
    size,
    { evaluations, bound: 4, tolerance: 0.02 },
  );
  return { values: at(lowest.point), logPosterior: -lowest.value };
}
