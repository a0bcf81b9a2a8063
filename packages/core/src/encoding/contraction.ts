import type { LabelledGraph } from "../contracts/space.ts";

/** Which labels mean that nothing happens, and which that nothing passes. */
export interface LabelMeanings {
  /** Contracted: what comes in goes out. Default `identity`, `skip`, `skip_connect`. */
  readonly identity?: readonly string[];
  /** Removed with all that depends on it alone. Default `none`, `zero`. */
  readonly absent?: readonly string[];
}

/** A labelled graph whose edges can be there more than once: [from, to, times]. */
export interface WeightedGraph {
  readonly labels: readonly string[];
  readonly edges: readonly (readonly [number, number, number])[];
}

/**
 * What a graph computes: identities contracted, absent operations removed, and all that no input reaches or that does
 * not reach the output. Input and output stay, without any edge where nothing connects them. An edge counts how many
 * contracted paths it stands for.
 *
 * @example
 * contractGraph({ labels: ["input", "skip", "conv", "output"], edges: [[0, 1], [1, 2], [2, 3]] })
 * // => { labels: ["input", "conv", "output"], edges: [[0, 1, 1], [1, 2, 1]] }
 */
export function contractGraph(graph: LabelledGraph, meanings: LabelMeanings = {}): WeightedGraph {
  const { identity = ["identity", "skip", "skip_connect"], absent = ["none", "zero"] } = meanings;
  const last = graph.labels.length - 1;
  const inner = (node: number, labels: readonly string[]): boolean =>
    node > 0 && node < last && labels.includes(graph.labels[node]!);
  const into = graph.labels.map((): number[] => []);
  for (const [from, to] of graph.edges) into[to]!.push(from);

  // What each node passes on, as how often each kept node's value is in the sum: itself, or of an identity its inputs.
  const passes: ReadonlyMap<number, number>[] = [];
  const reads: ReadonlyMap<number, number>[] = [];
  for (let node = 0; node <= last; node++) {
    const sum = new Map<number, number>();
    for (const from of into[node]!)
      for (const [source, times] of passes[from]!) sum.set(source, (sum.get(source) ?? 0) + times);
    reads.push(sum);
    if (inner(node, absent) || (node > 0 && sum.size === 0)) passes.push(new Map());
    else passes.push(inner(node, identity) ? sum : new Map([[node, 1]]));
  }

  const useful = new Set([last]);
  for (let node = last; node > 0; node--)
    if (useful.has(node)) for (const source of reads[node]!.keys()) useful.add(source);
  const kept = [...useful.add(0)].toSorted((a, b) => a - b);
  const place = new Map(kept.map((node, index) => [node, index]));
  return {
    labels: kept.map((node) => graph.labels[node]!),
    edges: kept.flatMap((node) =>
      [...reads[node]!]
        .toSorted(([a], [b]) => a - b)
        .map(([source, times]) => [place.get(source)!, place.get(node)!, times] as const),
    ),
  };
}
