import { automorphisms, isLowest } from "./canonical.ts";
import { type Cell, countBits } from "./cell.ts";
import { maximumEdges, maximumVertices, operations, type OperationCode } from "./operations.ts";

/** How many cells there are of 2 … 7 vertices: no two of them isomorphic. */
const sizes: readonly number[] = [1, 6, 84, 2441, 62_010, 359_082];

/** How many cells there are with `vertices` or fewer. */
export function sizeOf(vertices: number): number {
  return sizes.slice(0, vertices - 1).reduce((sum, count) => sum + count, 0);
}

/** How many cells the benchmark has. */
export const size: number = sizeOf(maximumVertices);

/** A wiring in its lowest form: its edges, how many inner vertices, and the orders that keep it as it is. */
interface Wiring {
  readonly edges: number;
  readonly inner: number;
  readonly automorphisms: readonly (readonly number[])[];
}

const listed = new Map<number, readonly Wiring[]>();

/**
 * Every wiring of `vertices` or fewer once, of fewer vertices first, then of lower edges. Listed on the first call, in
 * about 30 ms for all.
 */
export function wirings(vertices: number): readonly Wiring[] {
  let found = listed.get(vertices);
  if (found === undefined) {
    found = Array.from({ length: vertices - 1 }, (_, inner) =>
      [...connected(inner)].flatMap((edges) => {
        const orders = automorphisms(edges, inner);
        return orders === undefined ? [] : [{ edges, inner, automorphisms: orders }];
      }),
    ).flat();
    listed.set(vertices, found);
  }
  return found;
}

/** Every cell with `vertices` or fewer, as the benchmark lists them: by vertices, edges, operations. */
export function* cells(vertices: number = maximumVertices): Generator<Cell> {
  for (const { edges, inner, automorphisms: orders } of wirings(vertices)) {
    for (let label = 0; label < operations.length ** inner; label++) {
      const codes = codesAt(label, inner);
      if (isLowest(codes, orders)) yield Object.freeze({ edges, operations: Object.freeze(codes) });
    }
  }
}

/** The `label`-th of all 3^inner choices of operations: its digits in base 3, the first vertex the highest. */
export function codesAt(label: number, inner: number): readonly OperationCode[] {
  const codes: OperationCode[] = [];
  for (let i = inner - 1; i >= 0; i--)
    codes.push((Math.floor(label / operations.length ** i) % operations.length) as OperationCode);
  return codes;
}

/**
 * The edges of all graphs with 9 edges or fewer in which every inner vertex has an edge in and one out: as edges lead
 * forward, each of these lies on a path from input to output. Rising.
 */
function* connected(inner: number): Generator<number> {
  const vertices = inner + 2;
  const output = inner + 1;
  const columns = Array.from({ length: vertices }, (_, y) => ({
    shift: (y * (y - 1)) / 2,
    mask: (1 << y) - 1,
  }));
  // From the output down: an inner vertex needs an edge out (a bit in a later column), and one in (its own column).
  function* fill(y: number, edges: number, count: number, withOut: number): Generator<number> {
    if (y === 0) {
      yield edges;
      return;
    }
    if (y < output && (withOut & (1 << y)) === 0) return;
    const { shift, mask } = columns[y]!;
    for (let column = 1; column <= mask; column++) {
      const added = countBits(column);
      if (count + added + (y - 1) > maximumEdges) continue;
      yield* fill(y - 1, edges | (column << shift), count + added, withOut | column);
    }
  }
  yield* fill(output, 0, 0, 0);
}
