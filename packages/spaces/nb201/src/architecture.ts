import { edges, operations, type OperationCode } from "./operations.ts";

/**
 * A cell: the operation on each of the six `edges`, by code.
 *
 * @example
 * const skips: Architecture = [1, 1, 1, 1, 1, 1]; // skip_connect everywhere
 */
export type Architecture = readonly [
  OperationCode,
  OperationCode,
  OperationCode,
  OperationCode,
  OperationCode,
  OperationCode,
];

/** 5⁶ = 15,625 cells. */
export const size: number = operations.length ** edges.length;

/** How much a step on each edge moves the index: the first edge is the most significant digit. */
export const strides: readonly number[] = edges.map(
  (_, edge) => operations.length ** (edges.length - 1 - edge),
);

const table: Architecture[] = [];

/** The place of an architecture in the order of `enumerate()`: its codes read as a number in base 5, 0 … 15,624. */
export function indexOf(architecture: Architecture): number {
  return (
    ((((architecture[0] * 5 + architecture[1]) * 5 + architecture[2]) * 5 + architecture[3]) * 5 +
      architecture[4]) *
      5 +
    architecture[5]
  );
}

/** The architecture at `index` (0 … 15,624), a frozen value that is made once. */
export function architectureAt(index: number): Architecture {
  return (table[index] ??= Object.freeze(
    strides.map((stride) => Math.floor(index / stride) % operations.length),
  ) as unknown as Architecture);
}
