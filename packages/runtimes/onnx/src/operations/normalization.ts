import { add, mul, reciprocal, scalar, sqrt, sub } from "../graph/elementwise.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { reduceSum } from "../graph/reductions.ts";
import { reshape } from "../graph/shaping.ts";
import type { Applied } from "./apply.ts";

/** (x − mean) / √(variance + ε) · scale + shift in its parts; `mean` says over what, and keeps the axes. */
export function normalization({
  graph,
  x,
  parameters,
  epsilon,
  mean,
}: {
  readonly graph: Graph;
  readonly x: Value;
  readonly parameters: readonly Value[];
  readonly epsilon: number;
  readonly mean: (values: Value) => Value;
}): Applied {
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  const column = (values: Value): Value =>
    reshape(graph, values, [x.shape[1]!, ...axes.slice(1).map(() => 1)]);
  const [scale, shift] = parameters.map(column) as [Value?, Value?];
  const centre = mean(x);
  const centred = sub(graph, x, centre);
  const variance = mean(mul(graph, centred, centred));
  const inverse = reciprocal(graph, sqrt(graph, add(graph, variance, scalar(graph, epsilon))));
  const normalized = mul(graph, centred, inverse);
  return {
    value: scale && shift ? add(graph, mul(graph, normalized, scale), shift) : normalized,
    backward: (dy, wants) => {
      const own = scale
        ? [reduceSum(graph, mul(graph, dy, normalized), axes), reduceSum(graph, dy, axes)]
        : [];
      if (!wants.inputs) return { inputs: [undefined], parameters: own };
      const slope = scale ? mul(graph, dy, scale) : dy;
      const common = mul(graph, normalized, mean(mul(graph, slope, normalized)));
      const back = mul(graph, inverse, sub(graph, sub(graph, slope, mean(slope)), common));
      return { inputs: [back], parameters: own };
    },
  };
}
