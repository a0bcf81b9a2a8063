import type { Random } from "../random/random.ts";

/** By what each of `count` values is multiplied: 0 with probability `rate`, else 1 / (1 − rate). */
export type DropFactors = (count: number, rate: number) => Float32Array;

/** Factors drawn by `random`, for values in the order `[n, …positions, channels]`. */
export function dropFactors(random: Random): DropFactors {
  return (count, rate) => {
    const kept = 1 / (1 - rate);
    return Float32Array.from({ length: count }, () => (random.uniform() < rate ? 0 : kept));
  };
}
