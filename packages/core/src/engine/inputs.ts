import { hasGraphs, type LabelledGraph, type SearchSpace } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";
import { ProxyboError } from "../errors/error.ts";

/** Encodes architectures for a surrogate: one row each, in the given order. */
export function encode<A>(space: SearchSpace<A>, architectures: readonly A[]): Inputs {
  const width = space.features.length;
  const rows = new Float64Array(architectures.length * width);
  for (const [i, architecture] of architectures.entries()) {
    space.encodeInto(architecture, rows.subarray(i * width, (i + 1) * width));
  }
  return {
    n: architectures.length,
    rows,
    features: space.features,
    graph: (i) => graphOf(space, architectures[i]!),
  };
}

/** The graph of an architecture, for models that read graphs; `USAGE` where the space has none. */
export function graphOf<A>(space: SearchSpace<A>, architecture: A): LabelledGraph {
  if (hasGraphs(space)) return space.graph(architecture);
  throw noGraphs(space);
}

/** Says that a model which reads graphs cannot serve a space. */
export function noGraphs({ name }: Pick<SearchSpace, "name">): ProxyboError {
  return new ProxyboError("USAGE", `the architectures of space '${name}' are no graphs`, {
    hint: "Choose a surrogate that reads features, such as rf or gp.",
  });
}

/** The rows of `inputs` at `indices`, in that order. */
export function select(inputs: Inputs, indices: readonly number[]): Inputs {
  const width = inputs.features.length;
  const rows = new Float64Array(indices.length * width);
  for (const [to, from] of indices.entries()) {
    rows.set(inputs.rows.subarray(from * width, (from + 1) * width), to * width);
  }
  return { n: indices.length, rows, features: inputs.features, graph: (i) => inputs.graph(indices[i]!) };
}
