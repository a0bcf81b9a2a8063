import { createHash } from "node:crypto";
import { type Architecture, zero } from "./architecture.ts";

/**
 * The official NAS-Bench-ASR hash of an architecture, 32 hexadecimal digits. It is that of NAS-Bench-101 over the graph of
 * operations, pruned of zeros and of what lies on no path from input to output, but its degrees are written as floats.
 *
 * An operation reads the operation before and what is added to it; what is added to a *node* is an operation as well, not
 * the sum that the node gives on. So two networks that differ in what such a sum holds can have the same hash.
 *
 * Source: Mehrotra et al., NAS-Bench-ASR (ICLR 2021); `get_model_hash` of the benchmark.
 *
 * @example
 * modelHash([[0, 0], [0, 0, 0], [0, 0, 0, 0]]) // three linear layers, one after the other
 */
export function modelHash(architecture: Architecture): string {
  const { labels, edges } = prunedGraph(architecture);
  const vertices = labels.map((_, v) => v);
  const sources = vertices.map((v) => edges.filter(([, to]) => to === v).map(([from]) => from));
  const targets = vertices.map((v) => edges.filter(([from]) => from === v).map(([, to]) => to));
  let digests = labels.map((label, v) => md5(`(${targets[v]!.length}.0, ${sources[v]!.length}.0, ${label})`));
  for (let round = 0; round < labels.length; round++) {
    const sorted = (of: readonly number[]): string =>
      of
        .map((v) => digests[v]!)
        .toSorted()
        .join("");
    digests = vertices.map((v) => md5(`${sorted(sources[v]!)}|${sorted(targets[v]!)}|${digests[v]!}`));
  }
  return md5(
    `[${digests
      .toSorted()
      .map((digest) => `'${digest}'`)
      .join(", ")}]`,
  );
}

interface PrunedGraph {
  /** −1 the input, −2 the output, else the code of an operation. */
  readonly labels: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
}

/** Vertex 0 is the input, vertex k the operation of node k, vertex 4 the output; empty where no path joins the ends. */
function prunedGraph(architecture: Architecture): PrunedGraph {
  const labels = [-1, ...architecture.map(([code]) => code), -2];
  const output = labels.length - 1;
  const edges: (readonly [number, number])[] = [];
  for (let to = 1; to <= output; to++) {
    edges.push([to - 1, to]);
    // What is added to a node is read by the operation after it.
    const [, ...skips] = to > 1 ? architecture[to - 2]! : [0];
    skips.forEach((present, from) => {
      if (present === 1) edges.push([from, to]);
    });
  }
  const passing = edges.filter(([from, to]) => labels[from] !== zero && labels[to] !== zero);
  const fromInput = labels.map((_, v) => v === 0);
  for (const [from, to] of passing) if (fromInput[from]) fromInput[to] = true;
  const toOutput = labels.map((_, v) => v === output);
  for (const [from, to] of passing.toReversed()) if (toOutput[to]) toOutput[from] = true;
  const live = labels.flatMap((_, v) => (fromInput[v] && toOutput[v] ? [v] : []));
  const place = new Map(live.map((v, index) => [v, index]));
  return {
    labels: live.map((v) => labels[v]!),
    edges: passing.flatMap(([from, to]) =>
      place.has(from) && place.has(to) ? [[place.get(from)!, place.get(to)!] as const] : [],
    ),
  };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
