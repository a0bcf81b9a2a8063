import type { GraphSpace, LabelledGraph, SearchSpace } from "@proxybo/core";
import { type Cell, edgesOf } from "./cell.ts";
import { cells, sizeOf } from "./classes.ts";
import { columnsOf, type Encoding } from "./features.ts";
import { graphHash } from "./hash.ts";
import { neighboursOf } from "./neighbours.ts";
import { type Macro, network } from "./network.ts";
import { maximumVertices, operations } from "./operations.ts";
import { sampleOf } from "./sampling.ts";
import { format, parse } from "./text.ts";

export interface Nb101Options extends Macro {
  /** The most vertices of a cell, input and output included: 3 … 7. */
  readonly vertices: number;
  readonly encoding: Encoding;
}

export const defaults: Nb101Options = {
  vertices: maximumVertices,
  stemChannels: 128,
  stacks: 3,
  modulesPerStack: 3,
  normMomentum: 0.003,
  encoding: "both",
};

/** NAS-Bench-101: 423,624 cells (fewer where `vertices` says so), and `enumerate` always there. */
export type Nb101Space = GraphSpace<Cell> & Required<Pick<SearchSpace<Cell>, "enumerate">>;

/**
 * The NAS-Bench-101 search space.
 *
 * @example
 * const space = nb101({ stemChannels: 16, modulesPerStack: 1 });
 * space.neighbours({ edges: 1, operations: [] }).length // => 3
 */
export function nb101(options: Partial<Nb101Options> = {}): Nb101Space {
  const settings = { ...defaults, ...options };
  const { vertices } = settings;
  const columns = columnsOf(settings.encoding, vertices, () => space);
  const space: Nb101Space = {
    name: "nb101",
    size: sizeOf(vertices),
    get features() {
      return columns.features;
    },
    sample: (random) => sampleOf(vertices, random),
    neighbours: (cell) => neighboursOf(cell, vertices),
    key: keyOf,
    parse: (text) => parse(text, vertices),
    format,
    encodeInto: (cell, row) => columns.encodeInto(cell, row),
    graph,
    network: (cell, task) => network(cell, task, settings),
    enumerate: () => cells(vertices),
  };
  return space;
}

// A search asks for the keys of its candidates again and again; cells are immutable.
const keys = new WeakMap<Cell, string>();

function keyOf(cell: Cell): string {
  let key = keys.get(cell);
  if (key === undefined) keys.set(cell, (key = graphHash(cell)));
  return key;
}

function graph(cell: Cell): LabelledGraph {
  return {
    labels: ["input", ...cell.operations.map((code) => operations[code]), "output"],
    edges: edgesOf(cell),
  };
}
