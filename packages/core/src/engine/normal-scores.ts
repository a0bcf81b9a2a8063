import { normalQuantile } from "./normal-distribution.ts";
import { orderOf } from "./order.ts";
import { averageRanks } from "./ranks.ts";

/**
 * Normal scores of errors (a Gaussian copula; Salinas et al., ICML 2020): each error becomes the normal quantile of its
 * rank, Φ⁻¹((rank − ½)/n). Errors of architectures have a long tail of bad ones; on the raw scale a model spends its
 * splits and its variance on telling the bad apart, and the search stalls among the good. Order and ties stay.
 *
 * @returns n scores, symmetric about 0, lower is better.
 * @example
 * normalScores([8.4, 8.5, 62]) // => [-0.967, 0, 0.967]
 */
export function normalScores(errors: ArrayLike<number>): Float64Array {
  const n = errors.length;
  return averageRanks(errors).map((rank) => normalQuantile((rank - 0.5) / n));
}

/**
 * Translates a normal score back to percent of error: linear between the observed pairs of score and error, along the
 * outermost pair's slope beyond them. For reports; searches compare scores.
 *
 * @param scores - of `errors`, as `normalScores` gives them.
 */
export function errorOfScore(score: number, scores: Float64Array, errors: Float64Array): number {
  return errorScale(scores, errors)(score);
}

/** `errorOfScore` for many scores of the same observations: these are ordered once. */
export function errorScale(scores: Float64Array, errors: Float64Array): (score: number) => number {
  const order = orderOf(scores);
  const points = order.filter((i, position) => position === 0 || scores[i]! > scores[order[position - 1]!]!);
  return (score) => {
    if (points.length === 1) return errors[points[0]!]!;
    const after = points.findIndex((i) => scores[i]! >= score);
    const right = Math.min(Math.max(after === -1 ? points.length - 1 : after, 1), points.length - 1);
    const [low, high] = [points[right - 1]!, points[right]!];
    const slope = (errors[high]! - errors[low]!) / (scores[high]! - scores[low]!);
    return errors[low]! + slope * (score - scores[low]!);
  };
}
