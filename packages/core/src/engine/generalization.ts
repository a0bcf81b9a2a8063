import { orderOf } from "./order.ts";

/**
 * Generalisation ability G of a source: the share of pairs of observations that it orders as the errors do
 * (ProxyBO, Eq. 5–6: G = 2F / (|D|(|D| − 1)), F = Σ_{j<k} 1[(P(x_j) < P(x_k)) XNOR (y_j < y_k)]). A pair that either
 * side ties counts half. In O(n log n): pairs are counted with a Fenwick tree instead of one by one.
 *
 * @param scores - n scores, lower is better; observations whose score is NaN or infinite are left out.
 * @param errors - n errors, lower is better.
 * @returns in [0, 1]; ½ (no information) with fewer than two usable observations.
 * @example
 * generalization([1, 2, 3], [10, 30, 20]) // => 2/3: of the three pairs, (2, 3) is ordered the other way
 */
export function generalization(scores: ArrayLike<number>, errors: ArrayLike<number>): number {
  const usable = orderOf(scores);
  const n = usable.length;
  if (n < 2) return 0.5;

  const { levels, count: errorLevels } = levelsOf(errors);
  const seen = new Int32Array(errorLevels + 1);
  const countUpTo = (level: number): number => {
    let count = 0;
    for (let node = level; node > 0; node -= node & -node) count += seen[node]!;
    return count;
  };

  let concordantMinusDiscordant = 0;
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && scores[usable[end]!] === scores[usable[start]!]) end++;
    for (let i = start; i < end; i++) {
      const level = levels[usable[i]!]!;
      concordantMinusDiscordant += countUpTo(level - 1) - (start - countUpTo(level));
    }
    for (let i = start; i < end; i++) {
      for (let node = levels[usable[i]!]!; node < seen.length; node += node & -node) seen[node]!++;
    }
  }
  const pairs = (n * (n - 1)) / 2;
  return (pairs + concordantMinusDiscordant) / (2 * pairs);
}

/** Numbers the different errors through from 1, the lowest first. */
function levelsOf(errors: ArrayLike<number>): { readonly levels: Int32Array; readonly count: number } {
  const levels = new Int32Array(errors.length);
  let count = 0;
  let last = Number.NaN;
  for (const i of orderOf(errors)) {
    if (errors[i] !== last) count++;
    last = errors[i]!;
    levels[i] = count;
  }
  // An error that is no number is worse than all, like a score.
  const worst = levels.includes(0) ? ++count : count;
  for (let i = 0; i < levels.length; i++) if (levels[i] === 0) levels[i] = worst;
  return { levels, count };
}

/**
 * Standard deviation of G over n observations that the scores have nothing to do with: half that of Kendall's τ, whose
 * variance is then 2(2n + 5) / 9n(n − 1) (Kendall, Biometrika 1938).
 *
 * @param n - observations without ties, at least 2.
 * @example
 * generalizationByChance(5) // => 0.204: a G of 0.7 out of five observations is no surprise
 */
export function generalizationByChance(n: number): number {
  return Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1))) / 2;
}
