import { dot, extendCholesky, extendInverse, multiplyTransposed, solveLower } from "./cholesky.ts";
import type { TriangularRows } from "./cholesky.ts";
import type { Columns } from "./columns.ts";
import type { Kernel } from "./kernel.ts";
import { priorMean } from "./prior-mean.ts";
import { scaleOf } from "./marginal-likelihood.ts";

/** The factor L of K + noise·I over the rows seen, and W = L⁻¹. */
export interface Factorization {
  readonly kernel: Kernel;
  readonly seen: Columns;
  readonly factor: TriangularRows;
  readonly inverse: TriangularRows;
}

/** A process conditioned on its observations. */
export interface Posterior extends Factorization {
  /** L⁻¹ r of the residuals r. */
  readonly whitened: Float64Array;
  /** Prior mean of the slope on each proxy. */
  readonly slopes: readonly number[];
  /** σ². */
  readonly scale: number;
}

/**
 * Factorises the covariance of the rows seen, starting from rows of a factor that are known.
 *
 * @returns `undefined` where it is not positive definite to rounding.
 */
export function factorize(
  kernel: Kernel,
  seen: Columns,
  jitter: number,
  known: Pick<Factorization, "factor" | "inverse"> = { factor: [], inverse: [] },
): Factorization | undefined {
  const factor = known.factor.slice(0, seen.n);
  const inverse = known.inverse.slice(0, seen.n);
  const prior = kernel.prior(seen);
  for (let i = factor.length; i < seen.n; i++) {
    const row = new Float64Array(i + 1);
    kernel.fill(seen, i, seen, i, row);
    row[i] = prior[i]! * (1 + jitter) + kernel.noise;
    if (!extendCholesky(factor, row)) return undefined;
    extendInverse(inverse, factor);
  }
  return { kernel, seen, factor, inverse };
}

/** Conditions on residuals: targets less the prior mean of these slopes. */
export function condition(
  factorization: Factorization,
  targets: Float64Array,
  slopes: readonly number[],
): Posterior {
  const { factor, seen } = factorization;
  const prior = priorMean(seen, slopes);
  const residuals = targets.map((target, i) => target - prior[i]!);
  const whitened = solveLower(factor, residuals);
  return { ...factorization, whitened, slopes, scale: scaleOf(dot(whitened, whitened, seen.n), seen.n) };
}

/** The posterior mean of the slope on each proxy, b_p + v/K Σ_j z_pj α_j for prior slopes b of variance v/K. */
export function posteriorSlopes(
  { inverse, whitened, slopes, seen: { proxies } }: Posterior,
  slopeVariance: number,
): readonly number[] {
  const alpha = multiplyTransposed(inverse, whitened);
  return proxies.map((z, p) => slopes[p]! + (slopeVariance / proxies.length) * dot(z, alpha, alpha.length));
}

/** Means at the observations themselves: K α = t − noise · α, without a pass over K. */
export function fittedMeans({ inverse, whitened, kernel }: Posterior, targets: Float64Array): Float64Array {
  const alpha = multiplyTransposed(inverse, whitened);
  return targets.map((target, i) => target - kernel.noise * alpha[i]!);
}

/**
 * Predictions of each observation by all others, in closed form: mean t_i − α_i/(K⁻¹)_ii with α = K⁻¹ r, variance
 * σ²/(K⁻¹)_ii, noise included (Rasmussen & Williams 2006, eq. 5.12). Hyper-parameters and scale are those of all.
 */
export function leaveOneOut(
  { inverse, whitened, scale }: Posterior,
  targets: Float64Array,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const alpha = multiplyTransposed(inverse, whitened);
  const precision = new Float64Array(inverse.length);
  for (const row of inverse) for (let k = 0; k < row.length; k++) precision[k]! += row[k]! * row[k]!;
  return {
    mean: targets.map((target, i) => target - alpha[i]! / precision[i]!),
    variance: precision.map((p) => scale / p),
  };
}
