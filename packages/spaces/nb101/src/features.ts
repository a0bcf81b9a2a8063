import { type Feature, type GraphSpace, pathEncoding, type CountEncoding } from "@proxybo/core";
import { type Cell, edgeBit } from "./cell.ts";
import { operations } from "./operations.ts";

/** Which columns an architecture is encoded as. */
export type Encoding = "adjacency" | "paths" | "both";

interface Columns {
  readonly features: readonly Feature[];
  encodeInto(cell: Cell, row: Float64Array): void;
}

/**
 * For cells of up to 7 vertices 21 columns, whether each edge is there, and 5 with the operation of each inner vertex: 0
 * where the cell has fewer vertices, else its code + 1. The output is the last vertex, whatever the number of vertices.
 */
function adjacencyOf(vertices: number): Columns {
  const output = vertices - 1;
  const pairs = Array.from({ length: vertices }, (_, to) =>
    Array.from({ length: to }, (__, from) => [from, to] as const),
  ).flat();
  const features = [
    ...pairs.map(([from, to]): Feature => ({ kind: "categorical", name: `edge ${from}-${to}`, levels: 2 })),
    ...Array.from({ length: vertices - 2 }, (_, i): Feature => ({
      kind: "categorical",
      name: `operation ${i + 1}`,
      levels: operations.length + 1,
    })),
  ];
  return {
    features,
    encodeInto(cell, row) {
      const last = cell.operations.length + 1;
      row.fill(0, 0, features.length);
      for (let to = 1; to <= last; to++) {
        const column = to === last ? output : to;
        for (let from = 0; from < to; from++)
          if ((cell.edges & edgeBit(from, to)) !== 0) row[from + (column * (column - 1)) / 2] = 1;
      }
      for (let i = 0; i < cell.operations.length; i++) row[pairs.length + i] = cell.operations[i]! + 1;
    },
  };
}

/** The columns of an encoding of cells of up to `vertices`; those of paths are decided when they are first asked for. */
export function columnsOf(encoding: Encoding, vertices: number, space: () => GraphSpace<Cell>): Columns {
  const adjacency = adjacencyOf(vertices);
  if (encoding === "adjacency") return adjacency;
  const offset = encoding === "both" ? adjacency.features.length : 0;
  let known: CountEncoding | undefined;
  const paths = (): CountEncoding => (known ??= pathEncoding(space()));
  let features: readonly Feature[] | undefined;
  return {
    get features() {
      return (features ??= [...(encoding === "both" ? adjacency.features : []), ...paths().features]);
    },
    encodeInto(cell, row) {
      if (encoding === "both") adjacency.encodeInto(cell, row);
      paths().encodeInto(space().graph(cell), row, offset);
    },
  };
}
