import type { OperationCode } from "./operations.ts";

/**
 * A cell: a directed acyclic graph from an input vertex over inner vertices, each with an operation, to an output
 * vertex; every vertex lies on a path from input to output. Vertex 0 is the input, vertex i the i-th inner vertex, the
 * last vertex the output.
 *
 * Of all orders of the inner vertices the one with the lowest `edges`, and then the lowest `operations`, stands for the
 * cell, so that isomorphic graphs are the same value. It is the order in which the benchmark holds and trained them.
 */
export interface Cell {
  /** Bit x + y(y − 1)/2 is set where there is an edge from vertex x to vertex y, x < y. */
  readonly edges: number;
  /** The operation of each inner vertex: 0 … 5 codes. */
  readonly operations: readonly OperationCode[];
}

/** The bit of the edge from x to y, x < y. */
export function edgeBit(x: number, y: number): number {
  return 1 << (x + (y * (y - 1)) / 2);
}

/** How many vertices a cell has, input and output included: 2 … 7. */
export function verticesOf(cell: Cell): number {
  return cell.operations.length + 2;
}

/** The edges [from, to] of a cell, in the order of `to` and `from`. */
export function edgesOf(cell: Cell): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let y = 1; y < verticesOf(cell); y++)
    for (let x = 0; x < y; x++) if ((cell.edges & edgeBit(x, y)) !== 0) found.push([x, y]);
  return found;
}

/** How many bits are set. */
export function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
