import { log, log1p } from "../random/elementary.ts";
import { logNormalDensity, millsRatio, normalDensity, normalDistribution } from "./normal-distribution.ts";

/**
 * Natural logarithm of the expected improvement below `best` of a normal prediction (ProxyBO, Eq. 1; Jones et al. 1998):
 * EI = (best − μ)Φ(z) + σφ(z), z = (best − μ)/σ. In logarithms candidates far from improving still differ, where EI
 * itself underflows to 0 and ties them (Ament et al. 2023).
 *
 * @param mean - predicted error μ, lower is better.
 * @param variance - σ² ≥ 0; with 0 the improvement is certain, or none (−Infinity).
 * @param best - lowest error observed.
 * @example
 * Math.exp(logExpectedImprovement(10, 4, 10)) // => 0.7979, σφ(0)
 */
export function logExpectedImprovement(mean: number, variance: number, best: number): number {
  const gap = best - mean;
  if (!(variance > 0)) return gap > 0 ? log(gap) : -Infinity;
  const deviation = Math.sqrt(variance);
  return log(deviation) + logImprovement(gap / deviation);
}

/** ln(φ(z) + zΦ(z)): directly where it is large, else by φ(z)(1 − |z|R(|z|)) with Mills' ratio R. */
function logImprovement(z: number): number {
  if (z > -1) return log(normalDensity(z) + z * normalDistribution(z));
  const x = -z;
  // 1 − xR(x) loses digits like x², and tends to 1/x².
  if (x > 1e4) return logNormalDensity(z) - 2 * Math.log(x);
  return logNormalDensity(z) + log1p(-x * millsRatio(x));
}
