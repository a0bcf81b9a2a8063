import type { Random } from "@proxybo/core";
import { isLowest } from "./canonical.ts";
import type { Cell } from "./cell.ts";
import { codesAt, wirings } from "./classes.ts";
import { operations } from "./operations.ts";

/**
 * A cell, each of the 423,624 with the same probability: a wiring with a weight of 3^(inner vertices), operations for it,
 * and again where an automorphism of the wiring gives lower operations (those stand for the same cell).
 */
export function sample(random: Random): Cell {
  const ends = (weights ??= cumulativeWeights());
  const list = wirings();
  for (;;) {
    const draw = random.integer(ends.at(-1)!);
    const at = firstAbove(ends, draw);
    const { edges, inner, automorphisms } = list[at]!;
    const codes = codesAt(ends[at]! - 1 - draw, inner);
    if (isLowest(codes, automorphisms)) return Object.freeze({ edges, operations: Object.freeze(codes) });
  }
}

let weights: Int32Array | undefined;

function cumulativeWeights(): Int32Array {
  let sum = 0;
  return Int32Array.from(wirings(), ({ inner }) => (sum += operations.length ** inner));
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
