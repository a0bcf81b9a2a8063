import {
  type Feature,
  type GraphSpace,
  type LabelledGraph,
  pathEncoding,
  type CountEncoding,
  type SearchSpace,
} from "@proxybo/core";
import {
  type Architecture,
  architectureAt,
  indexOf,
  levels,
  operations,
  size,
  strides,
} from "./architecture.ts";
import { networkKey } from "./cell.ts";
import { modelHash } from "./hash.ts";
import { type Macro, network } from "./network.ts";
import { format, parse } from "./text.ts";

export interface AsrOptions extends Macro {
  /** When two architectures count as one. */
  readonly equality: "benchmark" | "network";
  /** The features of an architecture. */
  readonly encoding: "vector" | "paths" | "both";
}

export const defaults: AsrOptions = {
  filters: [600, 800, 1000, 1200],
  cells: [3, 4, 5, 6],
  strides: [1, 1, 2, 2],
  groups: 100,
  hidden: 500,
  dropout: 0.2,
  equality: "benchmark",
  encoding: "vector",
};

/** NAS-Bench-ASR: 13,824 vectors, and `enumerate` always there. */
export type AsrSpace = GraphSpace<Architecture> & Required<Pick<SearchSpace<Architecture>, "enumerate">>;

/**
 * The NAS-Bench-ASR search space.
 *
 * @example
 * const space = asr({ filters: [16, 32], cells: [1, 1], strides: [1, 2], groups: 4, hidden: 32 });
 * space.neighbours([[0, 0], [0, 0, 0], [0, 0, 0, 0]]).length // => 21
 */
export function asr(options: Partial<AsrOptions> = {}): AsrSpace {
  const settings = { ...defaults, ...options };
  const keyOf = settings.equality === "benchmark" ? modelHash : networkKey;
  const keys: string[] = [];
  let known: CountEncoding | undefined;
  const paths = (): CountEncoding => (known ??= pathEncoding(space));
  const { encoding } = settings;
  const offset = encoding === "both" ? entries.length : 0;
  const space: AsrSpace = {
    name: "asr",
    size,
    get features() {
      return encoding === "vector" ? entries : [...entries.slice(0, offset), ...paths().features];
    },
    sample: (random) => architectureAt(random.integer(size)),
    neighbours,
    key: (architecture) => (keys[indexOf(architecture)] ??= keyOf(architecture)),
    parse,
    format,
    encodeInto(architecture, row) {
      if (encoding !== "paths") architecture.flat().forEach((value, entry) => (row[entry] = value));
      if (encoding !== "vector") paths().encodeInto(graph(architecture), row, offset);
    },
    graph,
    network: (architecture, task) => network(architecture, task, settings),
    *enumerate() {
      for (let index = 0; index < size; index++) yield architectureAt(index);
    },
  };
  return space;
}

const entries: readonly Feature[] = [
  "operation 1",
  "skip 0-1",
  "operation 2",
  "skip 0-2",
  "skip 1-2",
  "operation 3",
  "skip 0-3",
  "skip 1-3",
  "skip 2-3",
].map((name, entry) => ({ kind: "categorical", name, levels: levels[entry]! }));

/** The 15 + 6 architectures that differ in one operation or one skip edge. */
function neighbours(architecture: Architecture): readonly Architecture[] {
  const index = indexOf(architecture);
  return architecture
    .flat()
    .flatMap((value, entry) =>
      Array.from({ length: levels[entry]! }, (_, other) => index + (other - value) * strides[entry]!),
    )
    .filter((other) => other !== index)
    .map(architectureAt);
}

/** Each operation reads the value before; a value with skip edges is an `identity` that reads all that is added. */
function graph(architecture: Architecture): LabelledGraph {
  const labels = ["input"];
  const edges: [number, number][] = [];
  // Which vertices hold the cell's input and the value of each node.
  const values = [0];
  architecture.forEach(([code, ...skips], index) => {
    const operation = labels.push(operations[code]) - 1;
    edges.push([values[index]!, operation]);
    const sum =
      index < 2 && !skips.includes(1) ? operation : labels.push(index < 2 ? "identity" : "output") - 1;
    skips.forEach((present, from) => {
      if (present === 1) edges.push([values[from]!, sum]);
    });
    if (sum !== operation) edges.push([operation, sum]);
    values.push(sum);
  });
  return { labels, edges };
}
