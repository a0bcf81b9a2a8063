import type { LabelledGraph, SearchSpace } from "../contracts/space.ts";
import type { Inputs } from "../contracts/surrogate.ts";

/** Encodes architectures for a surrogate: one row each, in the given order. */
export function encode<A>(space: SearchSpace<A>, architectures: readonly A[]): Inputs {
  const width = space.features.length;
  const rows = new Float64Array(architectures.length * width);
  for (const [i, architecture] of architectures.entries()) {
    space.encodeInto(architecture, rows.subarray(i * width, (i + 1) * width));
  }
  const graph = (i: number): LabelledGraph => space.graph(architectures[i]!);
  return { n: architectures.length, rows, features: space.features, graph };
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
