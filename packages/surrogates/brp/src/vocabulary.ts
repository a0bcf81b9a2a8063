import type { CodedGraph } from "./graph-batch.ts";
import type { GraphStructure } from "./graph-structure.ts";
import { type Parameters, parametersOf } from "./parameters.ts";

/** The labels that were seen, each with its row of the embedding. */
export type Vocabulary = ReadonlyMap<string, number>;

export function vocabularyOf(graphs: readonly GraphStructure[]): Vocabulary {
  const labels = [...new Set(graphs.flatMap((graph) => graph.labels))].toSorted();
  return new Map(labels.map((label, code) => [label, code]));
}

/** The graph with the codes of its labels; a label that was not seen has the code after the last. */
export function codeGraph(graph: GraphStructure, vocabulary: Vocabulary): CodedGraph {
  const codes = Int32Array.from(graph.labels, (label) => vocabulary.get(label) ?? vocabulary.size);
  return { ...graph, codes };
}

/** The trained parameters with one more row of the embedding: an unseen label is the mean of those seen. */
export function withUnknown({ size, flat, embedding }: Parameters): Parameters {
  const { labels, hidden } = size;
  const grown = parametersOf({ ...size, labels: labels + 1 });
  grown.embedding.set(embedding);
  for (let j = 0; j < hidden; j++) {
    let sum = 0;
    for (let label = 0; label < labels; label++) sum += embedding[label * hidden + j]!;
    grown.embedding[labels * hidden + j] = sum / labels;
  }
  grown.flat.set(flat.subarray(embedding.length), grown.embedding.length);
  return grown;
}
