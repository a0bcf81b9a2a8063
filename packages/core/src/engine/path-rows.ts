import type { GraphSpace } from "../contracts/space.ts";
import type { CountEncoding } from "../encoding/count-encoding.ts";
import { graphEncoding } from "../encoding/graph-encoding.ts";

interface PathRows {
  readonly encoding: CountEncoding;
  readonly byKey: Map<string, Float64Array>;
}

const largestMemory = 100_000;
/** Rows computed once for a space: a pure memory, results do not depend on it. */
const memory = new WeakMap<object, PathRows>();

/** The counts that describe graphs of a space, and those of an architecture in it; architectures of one key share their row. */
export function pathRowsOf<A>(space: GraphSpace<A>): {
  readonly features: CountEncoding["features"];
  rowOf(architecture: A): Float64Array;
} {
  let rows = memory.get(space);
  if (!rows) memory.set(space, (rows = { encoding: graphEncoding(space), byKey: new Map() }));
  const { encoding, byKey } = rows;
  return {
    features: encoding.features,
    rowOf(architecture) {
      const key = space.key(architecture);
      let row = byKey.get(key);
      if (!row) {
        row = new Float64Array(encoding.features.length);
        encoding.encodeInto(space.graph(architecture), row);
        if (byKey.size >= largestMemory) byKey.clear();
        byKey.set(key, row);
      }
      return row;
    },
  };
}
