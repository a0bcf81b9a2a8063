import { permutation } from "../random/permutation.ts";
import type { Random } from "../random/random.ts";

/**
 * Assigns n observations to k folds of nearly equal size at random; leave-one-out where a fold would be empty.
 *
 * @returns the fold 0 … k − 1 of each observation.
 * @example
 * assignFolds(3, 5, createRandom(1)).toSorted() // => Int32Array [0, 1, 2]
 */
export function assignFolds(n: number, k: number, random: Random): Int32Array {
  const folds = new Int32Array(n);
  const count = Math.min(n, k);
  for (const [position, observation] of permutation(n, random).entries())
    folds[observation] = position % count;
  return folds;
}
