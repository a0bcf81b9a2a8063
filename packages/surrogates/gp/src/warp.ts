import { normalScores } from "@proxybo/core";

/** Targets as the process learns them, and the way back. */
export interface Warped {
  readonly values: Float64Array;
  /** Turns a mean and a variance of the process into those of a target, in place. */
  unwarp(mean: Float64Array, variance: Float64Array | undefined): void;
}

/** Targets less their mean, over their standard deviation. */
export function standardized(targets: Float64Array): Warped {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const spread = Math.sqrt(targets.reduce((sum, t) => sum + (t - mean) ** 2, 0) / targets.length);
  // Below rounding the targets are constant, and their scale is unknown.
  const constant = !(spread > 1e-12 * Math.abs(mean));
  const scale = constant ? 1 : spread;
  return {
    values: targets.map((target) => (constant ? 0 : (target - mean) / scale)),
    unwarp(means, variances) {
      for (let i = 0; i < means.length; i++) means[i] = mean + scale * means[i]!;
      if (variances) for (let i = 0; i < variances.length; i++) variances[i]! *= scale * scale;
    },
  };
}

/**
 * Normal scores of the targets (a Gaussian copula; Salinas et al., ICML 2020). The way back is linear between the
 * observed pairs of score and target and goes on beyond them; a standard deviation becomes half the distance between
 * what one below and one above the mean become. Targets that are normal scores already stay as they are.
 */
export function copula(targets: Float64Array): Warped {
  const values = normalScores(targets);
  // Scores of scores differ by rounding only.
  if (values.every((score, i) => Math.abs(score - targets[i]!) < 1e-12)) return { values, unwarp() {} };
  const order = Array.from(values.keys()).toSorted((a, b) => values[a]! - values[b]!);
  const points = order.filter((i, at) => at === 0 || values[i]! > values[order[at - 1]!]!);
  const scores = Float64Array.from(points, (i) => values[i]!);
  const levels = Float64Array.from(points, (i) => targets[i]!);
  const back = (score: number): number => {
    // Of one level alone the scale is unknown.
    if (scores.length === 1) return levels[0]! + score;
    let low = 0;
    let high = scores.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (scores[middle]! <= score) low = middle;
      else high = middle;
    }
    const slope = (levels[high]! - levels[low]!) / (scores[high]! - scores[low]!);
    return levels[low]! + slope * (score - scores[low]!);
  };
  return {
    values,
    unwarp(means, variances) {
      for (let i = 0; i < means.length; i++) {
        const mean = means[i]!;
        means[i] = back(mean);
        if (!variances) continue;
        const deviation = Math.sqrt(variances[i]!);
        variances[i] = ((back(mean + deviation) - back(mean - deviation)) / 2) ** 2;
      }
    },
  };
}
