import type { Random } from "@proxybo/core";
import { isLowest } from "./canonical.ts";
import type { Cell } from "./cell.ts";
import { codesAt, wirings } from "./classes.ts";
import { operations } from "./operations.ts";

/**
 * A cell of `vertices` or fewer, each with the same probability: a wiring with a weight of 3^(inner vertices), operations
 * for it, and again where an automorphism of the wiring gives lower operations (those stand for the same cell).
 */
export function sampleOf(vertices: number, random: Random): Cell {
  const ends = cumulativeWeights(vertices);
  const list = wirings(vertices);
  for (;;) {
    const draw = random.integer(ends.at(-1)!);
    const at = firstAbove(ends, draw);
    const { edges, inner, automorphisms } = list[at]!;
    const codes = codesAt(ends[at]! - 1 - draw, inner);
    if (isLowest(codes, automorphisms)) return Object.freeze({ edges, operations: Object.freeze(codes) });
  }
}

const known = new Map<number, Int32Array>();

function cumulativeWeights(vertices: number): Int32Array {
  let weights = known.get(vertices);
  if (weights === undefined) {
    let sum = 0;
    weights = Int32Array.from(wirings(vertices), ({ inner }) => (sum += operations.length ** inner));
    known.set(vertices, weights);
  }
  return weights;
}

function firstAbove(ends: Int32Array, draw: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > draw) high = middle;
    else low = middle + 1;
  }
  return low;
}
