import type { Value } from "../graph/graph.ts";
import { gemm } from "../graph/products.ts";
import { reduceSum } from "../graph/reductions.ts";
import { reshape } from "../graph/shaping.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { convolve } from "./convolution.ts";

/** y = W·x + b of the channels; at each position of a sequence it is a convolution of kernel 1. */
export function linear({ graph, inputs, parameters }: Step<OperationOf<"linear">>): Applied {
  const x = inputs[0]!;
  const [weight, bias] = parameters as [Value, Value?];
  const ones = x.shape.slice(2).map(() => 1);
  if (ones.length > 0) {
    const zeros = ones.map(() => 0);
    const filters = reshape(graph, weight, [...weight.shape, ...ones]);
    const applied = convolve(graph, x, filters, bias, {
      kernel: ones,
      strides: ones,
      dilations: ones,
      before: zeros,
      after: zeros,
      groups: 1,
    });
    return {
      value: applied.value,
      backward: (dy, wants) => {
        const back = applied.backward(dy, wants);
        const own = back.parameters.map((gradient, i) =>
          i === 0 ? reshape(graph, gradient, weight.shape) : gradient,
        );
        return { inputs: back.inputs, parameters: own };
      },
    };
  }
  return {
    value: gemm(graph, x, weight, { transB: true, ...(bias && { c: bias }) }),
    backward: (dy, wants) => ({
      inputs: [wants.inputs ? gemm(graph, dy, weight) : undefined],
      parameters: wants.parameters
        ? [gemm(graph, dy, x, { transA: true }), ...(bias ? [reduceSum(graph, dy, [0])] : [])]
        : [],
    }),
  };
}
