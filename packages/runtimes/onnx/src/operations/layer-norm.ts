import { reduceMean } from "../graph/reductions.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { normalization } from "./normalization.ts";

/** Normalises each position over its channels. */
export function layerNorm({
  graph,
  operation,
  inputs,
  parameters,
}: Step<OperationOf<"layer-norm">>): Applied {
  return normalization({
    graph,
    x: inputs[0]!,
    parameters,
    epsilon: operation.epsilon,
    mean: (values) => reduceMean(graph, values, [1], true),
  });
}
