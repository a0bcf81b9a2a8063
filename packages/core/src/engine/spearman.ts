import { averageRanks } from "./ranks.ts";

/**
 * Spearman's ρ of n pairs, over those where both are finite; NaN where either is constant or fewer than two are left.
 *
 * @example
 * spearman([1, 2, 3], [1, 3, 2]) // => 0.5
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const kept = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  const a = averageRanks(kept.map((i) => x[i]!));
  const b = averageRanks(kept.map((i) => y[i]!));
  const mean = (kept.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < kept.length; i++) {
    const [u, v] = [a[i]! - mean, b[i]! - mean];
    ab += u * v;
    aa += u * u;
    bb += v * v;
  }
  return ab / Math.sqrt(aa * bb);
}
