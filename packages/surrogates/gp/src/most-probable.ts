import type { Layout } from "./hyperparameters.ts";
import type { Likelihood } from "./marginal-likelihood.ts";
import { minimize } from "./minimize.ts";

/**
 * The most probable hyper-parameters: the maximum of marginal likelihood times log-normal priors, sought from the
 * priors' medians in units of the priors' spreads, where the priors alone are a unit bowl.
 */
export function mostProbable(likelihood: Likelihood, layout: Layout, evaluations: number): Float64Array {
  const { medians, spreads, size } = layout;
  const at = (point: Float64Array): Float64Array =>
    point.map((u, i) => medians[i]! * Math.exp(spreads[i]! * u));
  const point = minimize(
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
  return at(point);
}
