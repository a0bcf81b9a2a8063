import { averageRanks, type Random } from "@proxybo/core";
import { bootstrap, bootstrapDefaults, type BootstrapOptions, type Interval } from "./bootstrap.ts";
import { mean } from "./moments.ts";
import { twoSidedTail } from "./normal.ts";

/** Two methods on the same seeds. */
export interface PairedComparison {
  /** Mean of `a − b` with its paired bootstrap interval: below 0, a is lower. */
  readonly difference: Interval;
  /** In how many seeds a is lower, higher, equal. */
  readonly lower: number;
  readonly higher: number;
  readonly equal: number;
  /** Two-sided p-value of Wilcoxon's signed-rank test; NaN where no seed differs. */
  readonly wilcoxon: number;
  /** Two-sided p-value of the sign test; NaN where no seed differs. */
  readonly sign: number;
}

/** Compares n pairs: a[i] and b[i] are of the same seed. Differences below 1e-9 count as none. */
export function comparePaired(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: Partial<BootstrapOptions> & { readonly random: Random },
): PairedComparison {
  const differences = Float64Array.from(a, (value, i) => {
    const difference = value - b[i]!;
    return Math.abs(difference) < 1e-9 ? 0 : difference;
  });
  const lower = differences.filter((difference) => difference < 0).length;
  const higher = differences.filter((difference) => difference > 0).length;
  return {
    difference: bootstrap(
      differences.length,
      (indices) => mean(Float64Array.from(indices, (i) => differences[i]!)),
      { ...bootstrapDefaults, ...options },
    ),
    lower,
    higher,
    equal: differences.length - lower - higher,
    wilcoxon: wilcoxonSignedRank(differences),
    sign: signTest(lower, higher),
  };
}

/**
 * Two-sided p-value of Wilcoxon's signed-rank test; zeros are dropped, ties share their mean rank. Exact for up to 50
 * differences without zeros and ties, else by the normal distribution with correction for ties.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>): number {
  const used = Array.from(differences).filter((difference) => difference !== 0);
  const n = used.length;
  if (n === 0) return Number.NaN;
  const sizes = used.map(Math.abs);
  const ranks = averageRanks(sizes);
  let positive = 0;
  for (const [i, difference] of used.entries()) if (difference > 0) positive += ranks[i]!;
  const total = (n * (n + 1)) / 2;
  const ties = [...Map.groupBy(sizes, (size) => size).values()].map((group) => group.length);
  const tied = ties.some((count) => count > 1);
  if (n === differences.length && n <= 50 && !tied) return exactTail(n, Math.min(positive, total - positive));
  const correction = ties.reduce((sum, t) => sum + t ** 3 - t, 0) / 48;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - correction;
  return twoSidedTail((positive - total / 2) / Math.sqrt(variance));
}

/** 2 P(W ≤ w): counts the sets of ranks 1 … n of each sum. */
function exactTail(n: number, w: number): number {
  const total = (n * (n + 1)) / 2;
  const share = new Float64Array(total + 1);
  share[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = total; sum >= 0; sum--)
      share[sum] = (share[sum]! + (sum >= rank ? share[sum - rank]! : 0)) / 2;
  }
  let tail = 0;
  for (let sum = 0; sum <= w; sum++) tail += share[sum]!;
  return Math.min(1, 2 * tail);
}

/** Two-sided p-value of the sign test: binomial with probability ½. */
export function signTest(lower: number, higher: number): number {
  const n = lower + higher;
  if (n === 0) return Number.NaN;
  let logChoose = 0;
  let tail = 0;
  for (let k = 0; k <= Math.min(lower, higher); k++) {
    if (k > 0) logChoose += Math.log((n - k + 1) / k);
    tail += Math.exp(logChoose - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/**
 * Holm's step-down correction of p-values for testing several hypotheses at once; NaN stays and does not count.
 *
 * @example
 * holm([0.01, 0.04]) // => [0.02, 0.04]
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).filter((i) => !Number.isNaN(values[i]));
  order.sort((a, b) => values[a]! - values[b]!);
  const corrected = [...values];
  let highest = 0;
  for (const [position, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, values[i]! * (order.length - position)));
    corrected[i] = highest;
  }
  return corrected;
}
