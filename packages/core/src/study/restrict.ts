import { hasGraphs, type SearchSpace } from "../contracts/space.ts";

/**
 * The part of a space that holds the given architectures only: for tables that cover a space in part. Sampling draws
 * from them, neighbours are those among them (by text).
 *
 * @example
 * restrictSpace(space, architectures).size === architectures.length // => true
 */
export function restrictSpace<A>(space: SearchSpace<A>, architectures: readonly A[]): SearchSpace<A> {
  const members = new Set(architectures.map((architecture) => space.format(architecture)));
  return {
    name: space.name,
    size: architectures.length,
    features: space.features,
    sample: (random) => architectures[random.integer(architectures.length)]!,
    neighbours: (a) => space.neighbours(a).filter((neighbour) => members.has(space.format(neighbour))),
    key: (a) => space.key(a),
    parse: (text) => space.parse(text),
    format: (a) => space.format(a),
    encodeInto: (a, row) => space.encodeInto(a, row),
    ...(hasGraphs(space) && { graph: (a: A) => space.graph(a) }),
    network: (a, task) => space.network(a, task),
    enumerate: () => architectures,
  };
}
