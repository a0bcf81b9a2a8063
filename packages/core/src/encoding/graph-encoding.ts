import type { GraphSpace } from "../contracts/space.ts";
import {
  type CountEncoding,
  countEncoding,
  type CountEncodingOptions,
  type Parts,
} from "./count-encoding.ts";
import { neighbourhoodCounts } from "./neighbourhoods.ts";
import { pathsAsParts } from "./path-encoding.ts";

/** A vocabulary of paths that holds less of them says too little: in deep or dense graphs there are too many kinds. */
const leastShare = 0.5;

/**
 * Continuous features, so that kernels measure them in observed ranges: they are as many as the graph is large, and by
 * absolute differences any two large graphs would be strangers.
 */
const neighbourhoods: Parts = {
  countIn: (graph) => neighbourhoodCounts(graph),
  order: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  nameOf: (part) => `neighbourhood ${part}`,
  others: "other neighbourhoods",
  kind: "continuous",
};

/**
 * The graphs of a space as counts: of paths where a vocabulary holds at least half of those of random architectures,
 * else of operations and what they read.
 *
 * @example
 * graphEncoding(nb201()).features.length // => 41: 40 paths, and others
 */
export function graphEncoding<A>(space: GraphSpace<A>, options: CountEncodingOptions = {}): CountEncoding {
  const paths = countEncoding(space, pathsAsParts(), options);
  return paths.share >= leastShare ? paths.encoding : countEncoding(space, neighbourhoods, options).encoding;
}
