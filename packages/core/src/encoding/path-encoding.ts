import type { Feature, GraphSpace, LabelledGraph } from "../contracts/space.ts";
import { createRandom } from "../random/random.ts";
import type { LabelMeanings } from "./contraction.ts";
import { type PathBounds, pathCounts, pathSeparator } from "./paths.ts";

export interface PathEncodingOptions extends PathBounds, LabelMeanings {
  /** How many paths have a column of their own, at most. Default 63. */
  readonly width?: number;
  /** How many random architectures decide which paths. Default 1,000. */
  readonly samples?: number;
}

/** Writes graphs as numbers: how often each path of a vocabulary occurs, and last all others. */
export interface PathEncoding {
  /** One column a path, named by it, then `other paths`. */
  readonly features: readonly Feature[];
  /** Writes `features.length` numbers into `row`, from `offset` on. */
  encodeInto(graph: LabelledGraph, row: Float64Array, offset?: number): void;
}

/**
 * A path encoding of fixed width for a space. Its vocabulary are the paths that most of 1,000 random architectures
 * have; it depends on the space only, so that rows of different runs agree. A vocabulary needs one pass over a sample;
 * hashing paths into columns would need none, but puts unrelated paths into one column (40 paths in 64 columns: 12
 * collisions expected), which a tree cannot undo.
 *
 * @example
 * const encoding = pathEncoding(space);
 * const row = new Float64Array(encoding.features.length);
 * encoding.encodeInto(space.graph(architecture), row);
 */
export function pathEncoding<A>(space: GraphSpace<A>, options: PathEncodingOptions = {}): PathEncoding {
  const vocabulary = vocabularyOf(space, options);
  const columns = new Map(vocabulary.map((path, column) => [path, column]));
  return {
    features: [
      ...vocabulary.map((path) => `path ${path === "" ? "without operation" : path}`),
      "other paths",
    ].map((name): Feature => ({ kind: "count", name })),
    encodeInto(graph, row, offset = 0) {
      row.fill(0, offset, offset + vocabulary.length + 1);
      const { counts, rest } = pathCounts(graph, options);
      row[offset + vocabulary.length] = rest;
      for (const [path, count] of counts) row[offset + (columns.get(path) ?? vocabulary.length)]! += count;
    },
  };
}

/** Paths that most of the sampled architectures have; of equals the shorter, then the alphabetically first. */
function vocabularyOf<A>(space: GraphSpace<A>, options: PathEncodingOptions): readonly string[] {
  const { width = 63, samples = 1000 } = options;
  const random = createRandom(0, "path-encoding", space.name);
  const holders = new Map<string, number>();
  for (let i = 0; i < samples; i++) {
    for (const path of pathCounts(space.graph(space.sample(random)), options).counts.keys())
      holders.set(path, (holders.get(path) ?? 0) + 1);
  }
  const frequent = [...holders].toSorted(([a, n], [b, m]) => m - n || byLength(a, b)).slice(0, width);
  return frequent.map(([path]) => path).toSorted(byLength);
}

function byLength(a: string, b: string): number {
  const length = (path: string) => (path === "" ? 0 : path.split(pathSeparator).length);
  return length(a) - length(b) || (a < b ? -1 : a > b ? 1 : 0);
}
