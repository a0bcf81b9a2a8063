import { permutation } from "../random/permutation.ts";
import type { Random } from "../random/random.ts";

/**
 * A random order of examples in which every prefix holds the classes in the proportions of the whole, as nearly as its
 * length allows: the way to take a few examples, or to carve off a validation split.
 *
 * @param labels - classes 0 … classes − 1.
 * @example
 * const order = stratifiedOrder(Int32Array.of(0, 0, 0, 1, 1, 1), createRandom(1));
 * [...order.subarray(0, 2)].map((i) => (i < 3 ? 0 : 1)).toSorted() // => [0, 1]
 */
export function stratifiedOrder(labels: ArrayLike<number>, random: Random): Uint32Array {
  const members = new Map<number, number[]>();
  for (const i of permutation(labels.length, random)) {
    const label = labels[i]!;
    const others = members.get(label);
    if (others) others.push(i);
    else members.set(label, [i]);
  }
  // Example r of a class of m belongs at (r + ½)/m of the way through the whole.
  const places = [...members.entries()]
    .flatMap(([label, all]) => all.map((i, r) => ({ i, label, place: (r + 0.5) / all.length })))
    .toSorted((a, b) => a.place - b.place || a.label - b.label);
  return Uint32Array.from(places, ({ i }) => i);
}
