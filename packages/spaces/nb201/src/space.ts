import type { Feature, GraphSpace, LabelledGraph, SearchSpace } from "@proxybo/core";
import { type Architecture, architectureAt, indexOf, size, strides } from "./architecture.ts";
import { keyBy, type Equality } from "./equality.ts";
import { type Macro, network } from "./network.ts";
import { edges, operations } from "./operations.ts";
import { format, parse } from "./text.ts";

export interface Nb201Options extends Macro {
  /** When two architectures count as one. */
  readonly equality: Equality;
}

export const defaults: Nb201Options = {
  channels: 16,
  cells: 5,
  stages: 3,
  dead: "drop",
  equality: "network",
};

/** NAS-Bench-201: 15,625 cells, and `enumerate` always there. */
export type Nb201Space = GraphSpace<Architecture> & Required<Pick<SearchSpace<Architecture>, "enumerate">>;

/**
 * The NAS-Bench-201 search space.
 *
 * @example
 * const space = nb201({ cells: 1 });
 * space.neighbours([1, 1, 1, 1, 1, 1]).length // => 24
 */
export function nb201(options: Partial<Nb201Options> = {}): Nb201Space {
  const settings = { ...defaults, ...options };
  return {
    name: "nb201",
    size,
    features,
    sample: (random) => architectureAt(random.integer(size)),
    neighbours,
    key: keyBy(settings.equality),
    parse,
    format,
    encodeInto,
    graph,
    network: (architecture, task) => network(architecture, task, settings),
    *enumerate() {
      for (let index = 0; index < size; index++) yield architectureAt(index);
    },
  };
}

const features: readonly Feature[] = edges.map(([from, to]) => ({
  kind: "categorical",
  name: `edge ${from}-${to}`,
  levels: operations.length,
}));

/** The 6 × 4 architectures that differ on one edge, in the order of edges and codes. */
function neighbours(architecture: Architecture): readonly Architecture[] {
  const index = indexOf(architecture);
  const found: Architecture[] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    for (let code = 0; code < operations.length; code++) {
      const step = code - architecture[edge]!;
      if (step !== 0) found.push(architectureAt(index + step * strides[edge]!));
    }
  }
  return found;
}

function encodeInto(architecture: Architecture, row: Float64Array): void {
  for (let edge = 0; edge < edges.length; edge++) row[edge] = architecture[edge]!;
}

/** Operations on nodes: input, the six edges, output. An operation reads all operations that end where it begins. */
function graph(architecture: Architecture): LabelledGraph {
  return { labels: ["input", ...architecture.map((code) => operations[code]), "output"], edges: wiring };
}

const wiring: readonly (readonly [number, number])[] = edges.flatMap(([from, to], edge) => [
  ...(from === 0 ? [[0, edge + 1] as const] : []),
  ...edges.flatMap(([next], later) => (next === to ? [[edge + 1, later + 1] as const] : [])),
  ...(to === 3 ? [[edge + 1, edges.length + 1] as const] : []),
]);
