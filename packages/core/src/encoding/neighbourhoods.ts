import type { LabelledGraph } from "../contracts/space.ts";
import { contractGraph, type LabelMeanings } from "./contraction.ts";
import type { Counted } from "./count-encoding.ts";

/**
 * Counts the operations of a graph, and each with what it reads: Weisfeiler–Lehman labels of heights 0 and 1, along the
 * edges. Identities are contracted, and what does not matter to the output is left out (see `contractGraph`). Time grows
 * with the edges, however many paths there are.
 *
 * Source: Ru et al., *Interpretable neural architecture search via Bayesian optimisation with Weisfeiler–Lehman
 * kernels*, ICLR 2021.
 *
 * @example
 * neighbourhoodCounts({ labels: ["input", "conv", "pool", "output"], edges: [[0, 1], [1, 2], [0, 2], [2, 3]] }).counts
 * // => Map { "conv" => 1, "conv(input)" => 1, "pool" => 1, "pool(conv, input)" => 1, "output(pool)" => 1 }
 */
export function neighbourhoodCounts(graph: LabelledGraph, meanings: LabelMeanings = {}): Counted {
  const { labels, edges } = contractGraph(graph, meanings);
  const last = labels.length - 1;
  const read = labels.map((): string[] => []);
  for (const [from, to, times] of edges)
    read[to]!.push(times === 1 ? labels[from]! : `${times} × ${labels[from]!}`);
  const counts = new Map<string, number>();
  const add = (part: string): void => void counts.set(part, (counts.get(part) ?? 0) + 1);
  for (let node = 1; node <= last; node++) {
    if (node < last) add(labels[node]!);
    add(`${labels[node]!}(${read[node]!.toSorted().join(", ")})`);
  }
  return { counts, rest: 0 };
}
