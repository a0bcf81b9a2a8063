import type { GraphSpace } from "../contracts/space.ts";
import type { LabelMeanings } from "./contraction.ts";
import {
  type CountEncoding,
  countEncoding,
  type CountEncodingOptions,
  type Parts,
} from "./count-encoding.ts";
import { type PathBounds, pathCounts, pathSeparator } from "./paths.ts";

export interface PathEncodingOptions extends CountEncodingOptions, PathBounds, LabelMeanings {}

/**
 * Counts of paths as an encoding of fixed width for a space. Its vocabulary are the paths that most of 1,000 random
 * architectures have. A vocabulary needs one pass over a sample; hashing paths into columns would need none, but puts
 * unrelated paths into one column (40 paths in 64 columns: 12 collisions expected), which a tree cannot undo.
 *
 * @example
 * const encoding = pathEncoding(space);
 * const row = new Float64Array(encoding.features.length);
 * encoding.encodeInto(space.graph(architecture), row);
 */
export function pathEncoding<A>(space: GraphSpace<A>, options: PathEncodingOptions = {}): CountEncoding {
  return countEncoding(space, pathsAsParts(options), options).encoding;
}

/** Paths from input to output as the parts of a graph. */
export function pathsAsParts(options: PathBounds & LabelMeanings = {}): Parts {
  return {
    countIn: (graph) => pathCounts(graph, options),
    order: byLength,
    nameOf: (path) => `path ${path === "" ? "without operation" : path}`,
    others: "other paths",
  };
}

function byLength(a: string, b: string): number {
  const length = (path: string) => (path === "" ? 0 : path.split(pathSeparator).length);
  return length(a) - length(b) || (a < b ? -1 : a > b ? 1 : 0);
}
