import { add, mul, reciprocal, scalar, scaled, sqrt, sub } from "../graph/elementwise.ts";
import type { Value } from "../graph/graph.ts";
import { normalizeBy, normalizeByBatch } from "../graph/normalize.ts";
import { reduceMean, reduceSum } from "../graph/reductions.ts";
import { reshape } from "../graph/shaping.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { normalization } from "./normalization.ts";

/** Normalises channels by the batch, or by running statistics. */
export function batchNorm(step: Step<OperationOf<"batch-norm">>): Applied {
  const { graph, operation, inputs, parameters, running } = step;
  const x = inputs[0]!;
  const channels = x.shape[1]!;
  const [scale, shift] = parameters as [Value?, Value?];
  const ones = graph.constant(Array<number>(channels).fill(1));
  const zeros = graph.constant(Array<number>(channels).fill(0));
  const affine = { scale: scale ?? ones, shift: shift ?? zeros };
  if (step.normalization === "running")
    return {
      value: normalizeBy(graph, x, { ...affine, ...running! }, operation.epsilon),
      backward: () => {
        throw new Error("gradients are taken with normalisation by the batch");
      },
    };
  if (!step.fused) return inParts(step);
  const { value, mean, variance } = normalizeByBatch(graph, x, affine.scale, affine.shift, operation.epsilon);
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  const share = channels / x.shape.reduce((product, length) => product * length, 1);
  const column = (values: Value): Value => reshape(graph, values, [channels, ...axes.slice(1).map(() => 1)]);
  return {
    value,
    statistics: { mean, variance },
    backward: (dy, wants) => {
      const moments = { scale: ones, shift: zeros, mean, variance };
      const normalized = normalizeBy(graph, x, moments, operation.epsilon);
      const shiftGradient = reduceSum(graph, dy, axes);
      const scaleGradient = reduceSum(graph, mul(graph, dy, normalized), axes);
      const own = scale ? [scaleGradient, shiftGradient] : [];
      if (!wants.inputs) return { inputs: [undefined], parameters: own };
      const inverse = reciprocal(graph, sqrt(graph, add(graph, variance, scalar(graph, operation.epsilon))));
      const slope = scale ? mul(graph, scale, inverse) : inverse;
      // slope · (dy − mean dy − x̂ · mean(x̂ dy))
      const along = mul(graph, slope, scaled(graph, scaleGradient, share));
      const centre = {
        scale: slope,
        shift: zeros,
        mean: scaled(graph, shiftGradient, share),
        variance: ones,
      };
      const straight = normalizeBy(graph, dy, centre, 0);
      const back = sub(graph, straight, mul(graph, normalized, column(along)));
      return { inputs: [back], parameters: own };
    },
  };
}

function inParts({ graph, operation, inputs, parameters }: Step<OperationOf<"batch-norm">>): Applied {
  const x = inputs[0]!;
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1);
  return normalization({
    graph,
    x,
    parameters,
    epsilon: operation.epsilon,
    mean: (values) => reduceMean(graph, values, axes, true),
  });
}
