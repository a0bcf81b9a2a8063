import { canonicalCell } from "./canonical.ts";
import { type Cell, countBits, edgeBit, edgesOf, verticesOf } from "./cell.ts";
import { maximumEdges, maximumVertices, operations, type OperationCode } from "./operations.ts";

/**
 * All cells that one edit makes of a cell, each once: another operation on a vertex, or one edge more or less, where at
 * most one vertex comes alive or dies by it. A vertex that lies on no path from input to output is there in a
 * specification of the benchmark, but does nothing: with the edge that closes a path over it, it joins the cell with all
 * its other edges; with the only edge in or out that a vertex has, it leaves. So a is a neighbour of b exactly if b is
 * one of a, and edits lead from every cell to every other; both hold for the cells of `vertices` or fewer, too.
 */
export function neighboursOf(cell: Cell, vertices: number = maximumVertices): readonly Cell[] {
  const found = new Map<string, Cell>();
  const keep = (edges: readonly Edge[], codes: readonly OperationCode[]): void => {
    const neighbour = inOrder(edges, codes);
    if (neighbour !== undefined) found.set(`${neighbour.edges} ${neighbour.operations.join("")}`, neighbour);
  };
  const edges = edgesOf(cell);
  otherOperations(cell, edges, keep);
  moreEdges(cell, edges, keep);
  fewerEdges(cell, edges, keep);
  if (verticesOf(cell) < vertices) moreVertices(cell, edges, keep);
  return [...found.values()];
}

type Edge = readonly [number, number];
type Keep = (edges: readonly Edge[], codes: readonly OperationCode[]) => void;

function otherOperations({ operations: codes }: Cell, edges: readonly Edge[], keep: Keep): void {
  codes.forEach((code, vertex) => {
    for (let other = 0; other < operations.length; other++)
      if (other !== code) keep(edges, codes.with(vertex, other as OperationCode));
  });
}

/** An edge between any two vertices, either way, unless it closes a cycle. */
function moreEdges(cell: Cell, edges: readonly Edge[], keep: Keep): void {
  if (edges.length >= maximumEdges) return;
  const output = verticesOf(cell) - 1;
  for (let from = 0; from < output; from++)
    for (let to = 1; to <= output; to++) {
      const there = from < to && (cell.edges & edgeBit(from, to)) !== 0;
      if (from !== to && !there) keep([...edges, [from, to]], cell.operations);
    }
}

function fewerEdges(cell: Cell, edges: readonly Edge[], keep: Keep): void {
  const vertices = verticesOf(cell);
  const edgesOut = new Uint8Array(vertices);
  const edgesIn = new Uint8Array(vertices);
  for (const [from, to] of edges) {
    edgesOut[from]! += 1;
    edgesIn[to]! += 1;
  }
  const without = (vertex: number): void => {
    const left = edges.filter(([from, to]) => from !== vertex && to !== vertex);
    const renumbered = left.map(([from, to]): Edge => [
      from - (from > vertex ? 1 : 0),
      to - (to > vertex ? 1 : 0),
    ]);
    // Undefined, and so not kept, where another vertex would die with it.
    keep(renumbered, cell.operations.toSpliced(vertex - 1, 1));
  };
  edges.forEach(([from, to], edge) => {
    if (edgesOut[from]! > 1 && edgesIn[to]! > 1) keep(edges.toSpliced(edge, 1), cell.operations);
    // Of two lone ends both would die: such an edge cannot go.
    else if (edgesOut[from]! > 1 && to < vertices - 1) without(to);
    else if (edgesIn[to]! > 1 && from > 0) without(from);
  });
}

/** A vertex with one edge in and some out, or some in and one out: the lone one is the edge that brings it to life. */
function moreVertices(cell: Cell, edges: readonly Edge[], keep: Keep): void {
  const output = verticesOf(cell) - 1;
  const fresh = output;
  // The new vertex comes right before the output.
  const moved = edges.map(([from, to]): Edge => [from, to === output ? output + 1 : to]);
  const name = (vertex: number): number => (vertex === output ? output + 1 : vertex);
  for (let lone = 0; lone <= output; lone++)
    for (let others = 1; others < 1 << (output + 1); others++) {
      if (edges.length + 1 + countBits(others) > maximumEdges || (others & (1 << lone)) !== 0) continue;
      const members = Array.from({ length: output + 1 }, (_, vertex) => vertex).filter(
        (vertex) => (others & (1 << vertex)) !== 0,
      );
      const joined: Edge[][] = [];
      if (lone < output && !members.includes(0))
        joined.push([[lone, fresh], ...members.map((vertex): Edge => [fresh, name(vertex)])]);
      if (lone > 0 && !members.includes(output))
        joined.push([...members.map((vertex): Edge => [vertex, fresh]), [fresh, name(lone)]]);
      for (const added of joined)
        for (let code = 0; code < operations.length; code++)
          keep([...moved, ...added], [...cell.operations, code as OperationCode]);
    }
}

/** The cell with these edges, in an order in which they lead forward; `undefined` where none is, or a vertex is dead. */
function inOrder(edges: readonly Edge[], codes: readonly OperationCode[]): Cell | undefined {
  const vertices = codes.length + 2;
  const sources = new Uint8Array(vertices);
  let withOut = 0;
  for (const [from, to] of edges) {
    sources[to]! |= 1 << from;
    withOut |= 1 << from;
  }
  if (withOut !== (1 << (vertices - 1)) - 1) return undefined;
  for (let vertex = 1; vertex < vertices; vertex++) if (sources[vertex] === 0) return undefined;
  const place = new Uint8Array(vertices);
  let placed = 0;
  for (let count = 0; count < vertices; count++) {
    let vertex = 0;
    while (vertex < vertices && ((placed & (1 << vertex)) !== 0 || (sources[vertex]! & ~placed) !== 0))
      vertex++;
    if (vertex === vertices) return undefined;
    placed |= 1 << vertex;
    place[vertex] = count;
  }
  let bits = 0;
  for (const [from, to] of edges) bits |= edgeBit(place[from]!, place[to]!);
  const moved: OperationCode[] = [...codes];
  codes.forEach((code, index) => (moved[place[index + 1]! - 1] = code));
  return canonicalCell(bits, moved);
}
