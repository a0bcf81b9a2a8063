import type { Either } from "fp-ts/lib/Either.js";
import { left, right } from "fp-ts/lib/Either.js";
import { canonicalCell } from "./canonical.ts";
import { type Cell, edgeBit } from "./cell.ts";
import { maximumEdges, maximumVertices, type OperationCode } from "./operations.ts";

/**
 * A graph as people write and edit it: any number of vertices in any order, some of them perhaps on no path from input
 * to output. Vertex 0 is the input, the last one the output.
 */
export interface Draft {
  /** The operation of each inner vertex. */
  readonly operations: readonly OperationCode[];
  /** Pairs [from, to]. */
  readonly edges: readonly (readonly [number, number])[];
}

/** Why a draft is no cell. */
export type Fault =
  | { readonly type: "cycle"; readonly vertex: number }
  | { readonly type: "no path" }
  | { readonly type: "too many vertices"; readonly count: number }
  | { readonly type: "too many edges"; readonly count: number };

/**
 * The cell that a draft stands for: pruned of the vertices that lie on no path from input to output, in the order of
 * inner vertices that stands for it. The bounds of 7 vertices and 9 edges hold for what is left.
 *
 * @returns the fault of a draft with a cycle, without a path from input to output, or beyond the bounds.
 */
export function cellOf(draft: Draft): Either<Fault, Cell> {
  const output = draft.operations.length + 1;
  const forward: number[][] = Array.from({ length: output + 1 }, () => []);
  const backward: number[][] = Array.from({ length: output + 1 }, () => []);
  for (const [from, to] of draft.edges) {
    forward[from]!.push(to);
    backward[to]!.push(from);
  }
  const fromInput = reached(0, forward);
  const toOutput = reached(output, backward);
  if (!fromInput.has(output)) return left({ type: "no path" });
  const live = forward.map((_, vertex) => fromInput.has(vertex) && toOutput.has(vertex));
  const order = topological(live, forward, backward);
  const count = live.filter(Boolean).length;
  if (order.length < count)
    return left({
      type: "cycle",
      vertex: live.findIndex((lives, vertex) => lives && !order.includes(vertex)),
    });
  if (count > maximumVertices) return left({ type: "too many vertices", count });
  const place = new Map(order.map((vertex, index) => [vertex, index]));
  const kept = draft.edges.filter(([from, to]) => live[from] && live[to]);
  if (kept.length > maximumEdges) return left({ type: "too many edges", count: kept.length });
  let edges = 0;
  for (const [from, to] of kept) edges |= edgeBit(place.get(from)!, place.get(to)!);
  return right(
    canonicalCell(
      edges,
      order.slice(1, -1).map((vertex) => draft.operations[vertex - 1]!),
    ),
  );
}

function reached(start: number, next: readonly (readonly number[])[]): ReadonlySet<number> {
  const found = new Set([start]);
  // A set is walked to its end, with what is added on the way.
  for (const vertex of found) for (const other of next[vertex]!) found.add(other);
  return found;
}

/** The live vertices, each after its sources; without those on a cycle or behind one. */
function topological(
  live: readonly boolean[],
  forward: readonly (readonly number[])[],
  backward: readonly (readonly number[])[],
): readonly number[] {
  const waits = backward.map((sources) => sources.filter((source) => live[source]).length);
  const order = [0];
  for (const vertex of order)
    for (const to of forward[vertex]!) if (live[to] && --waits[to]! === 0) order.push(to);
  return waits[0] === 0 ? order : [];
}
