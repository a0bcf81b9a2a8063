import { contractGraph, type LabelledGraph } from "@proxybo/core";

export type Direction = "directed" | "symmetric";

/** A graph as convolutions read it: what each node is, and from which nodes with which weights it gathers. */
export interface GraphStructure {
  /** Label of each node. */
  readonly labels: readonly string[];
  /** Node i gathers from `sources[offsets[i] … offsets[i + 1] − 1]`. */
  readonly offsets: Int32Array;
  readonly sources: Int32Array;
  /** The entries of the normalised adjacency matrix, in the order of `sources`. */
  readonly weights: Float64Array;
}

/**
 * The normalised adjacency matrix of a graph with self loops, Â = D⁻¹(A + I).
 *
 * `directed`: a node gathers from the nodes that it reads; `symmetric`: also from those that read it, and
 * Â = D^-½(A + Aᵀ + I)D^-½ (Kipf & Welling, ICLR 2017).
 *
 * @param contract - drop what computes nothing first: operations `none` and those that reach no output, and skips.
 */
export function graphStructure(
  graph: LabelledGraph,
  direction: Direction,
  contract: boolean,
): GraphStructure {
  const { labels, edges }: { labels: readonly string[]; edges: readonly (readonly number[])[] } = contract
    ? contractGraph(graph)
    : graph;
  const gathered = labels.map((_, node) => new Map([[node, 1]]));
  const add = (node: number, source: number, times: number): void => {
    gathered[node]!.set(source, (gathered[node]!.get(source) ?? 0) + times);
  };
  for (const [from, to, times = 1] of edges) {
    add(to!, from!, times);
    if (direction === "symmetric") add(from!, to!, times);
  }
  const degrees = gathered.map((row) => row.values().reduce((sum, times) => sum + times, 0));
  const offsets = new Int32Array(labels.length + 1);
  for (const [node, row] of gathered.entries()) offsets[node + 1] = offsets[node]! + row.size;
  const sources = Int32Array.from(gathered.flatMap((row) => [...row.keys()]));
  const weights = Float64Array.from(
    gathered.flatMap((row, node) =>
      [...row].map(([source, times]) =>
        direction === "symmetric"
          ? times / Math.sqrt(degrees[node]! * degrees[source]!)
          : times / degrees[node]!,
      ),
    ),
  );
  return { labels, offsets, sources, weights };
}
