import { exp, log } from "../random/elementary.ts";
const inverseSqrtTwoPi = 0.3989422804014327;
const logSqrtTwoPi = 0.9189385332046727;

/** Density φ of the standard normal distribution. */
export function normalDensity(x: number): number {
  return inverseSqrtTwoPi * exp(-0.5 * x * x);
}

/** ln φ: finite where φ underflows. */
export function logNormalDensity(x: number): number {
  return -0.5 * x * x - logSqrtTwoPi;
}

/** Distribution function Φ of the standard normal distribution, to a relative error below 1e-13. */
export function normalDistribution(x: number): number {
  if (x < -2) return normalDensity(x) * millsRatio(-x);
  if (x > 2) return 1 - normalDensity(x) * millsRatio(x);
  return 0.5 + normalDensity(x) * oddSeries(x);
}

/**
 * Mills ratio (1 − Φ(x)) / φ(x) for x ≥ 0: by series near 0, else by Laplace's continued fraction
 * 1/(x + 1/(x + 2/(x + 3/(x + …)))) (Abramowitz & Stegun 26.2.14).
 */
export function millsRatio(x: number): number {
  if (x < 2) return 0.5 / normalDensity(x) - oddSeries(x);
  let fraction = x;
  for (let k = Math.ceil(16 + 260 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  return 1 / fraction;
}

/** (Φ(x) − ½) / φ(x) = x + x³/3 + x⁵/(3·5) + … (Abramowitz & Stegun 26.2.11). */
function oddSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/**
 * Quantile Φ⁻¹ of the standard normal distribution, to full precision: Newton's method on ln Φ, which is concave, from
 * the tail's asymptote.
 *
 * @param p - in (0, 1).
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const target = log(p);
  let x = -Math.sqrt(Math.max(0, -2 * (target + Math.LN2)));
  for (let step = Infinity, k = 0; Math.abs(step) > 1e-15 * Math.max(1, Math.abs(x)) && k < 60; k++) {
    const distribution = normalDistribution(x);
    step = ((target - log(distribution)) * distribution) / normalDensity(x);
    x += step;
  }
  return x;
}
