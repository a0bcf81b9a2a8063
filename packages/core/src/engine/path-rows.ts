import type { GraphSpace } from "../contracts/space.ts";
import { pathEncoding, type PathEncoding } from "../encoding/path-encoding.ts";

interface PathRows {
  readonly encoding: PathEncoding;
  readonly byKey: Map<string, Float64Array>;
}

const largestMemory = 100_000;
/** Rows computed once for a space: a pure memory, results do not depend on it. */
const memory = new WeakMap<object, PathRows>();

/** The path encoding of a space and of an architecture in it; architectures of one key share their row. */
export function pathRowsOf<A>(space: GraphSpace<A>): {
  readonly features: PathEncoding["features"];
  rowOf(architecture: A): Float64Array;
} {
  let rows = memory.get(space);
  if (!rows) memory.set(space, (rows = { encoding: pathEncoding(space), byKey: new Map() }));
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
