import type { Random } from "./random.ts";

/**
 * A uniformly random order of 0 … n − 1 (Fisher–Yates).
 *
 * @example
 * permutation(3, createRandom(1)).toSorted() // => Uint32Array [0, 1, 2]
 */
export function permutation(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}
