import type { Interval } from "./bootstrap.ts";

/**
 * A share k / n with Wilson's score interval at 95 %.
 *
 * @example
 * share(5, 10) // => { value: 0.5, low: 0.2366…, high: 0.7634… }
 */
export function share(k: number, n: number): Interval {
  const z = 1.959963984540054;
  const p = k / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
