import type { GraphStructure } from "./graph-structure.ts";

/** A graph whose labels are rows of the embedding. */
export interface CodedGraph extends GraphStructure {
  readonly codes: Int32Array;
}

/** Graphs joined to one graph without edges between them: nodes in a row, indices of the whole. */
export interface GraphBatch {
  readonly graphs: number;
  readonly nodes: number;
  /** Nodes of graph g: `starts[g] … starts[g + 1] − 1`. */
  readonly starts: Int32Array;
  readonly codes: Int32Array;
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  readonly weights: Float64Array;
}

/** Joins the graphs at `members`, in that order. */
export function joinGraphs(all: readonly CodedGraph[], members: ArrayLike<number>): GraphBatch {
  const graphs = members.length;
  const starts = new Int32Array(graphs + 1);
  let entries = 0;
  for (let g = 0; g < graphs; g++) {
    const { codes, sources } = all[members[g]!]!;
    starts[g + 1] = starts[g]! + codes.length;
    entries += sources.length;
  }
  const nodes = starts[graphs]!;
  const codes = new Int32Array(nodes);
  const offsets = new Int32Array(nodes + 1);
  const sources = new Int32Array(entries);
  const weights = new Float64Array(entries);
  let entry = 0;
  for (let g = 0; g < graphs; g++) {
    const graph = all[members[g]!]!;
    const start = starts[g]!;
    const first = entry;
    for (let node = 0; node < graph.codes.length; node++) {
      codes[start + node] = graph.codes[node]!;
      offsets[start + node + 1] = first + graph.offsets[node + 1]!;
    }
    for (let e = 0; e < graph.sources.length; e++, entry++) {
      sources[entry] = start + graph.sources[e]!;
      weights[entry] = graph.weights[e]!;
    }
  }
  return { graphs, nodes, starts, codes, offsets, sources, weights };
}
