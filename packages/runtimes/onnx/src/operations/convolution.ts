import type { Graph, Value } from "../graph/graph.ts";
import { conv, convTranspose, gemm, matmul, type Window } from "../graph/products.ts";
import { reduceSum } from "../graph/reductions.ts";
import { concat, mirrored, pad, reshape, slice, transpose } from "../graph/shaping.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

export function convolution(step: Step<OperationOf<"conv2d" | "conv1d">>): Applied {
  const [weight, bias] = step.parameters as [Value, Value?];
  return convolve(step.graph, step.inputs[0]!, weight, bias, windowOf(step.operation));
}

function windowOf(operation: OperationOf<"conv2d" | "conv1d">): Window {
  const { groups } = operation;
  if (operation.type === "conv2d") {
    const { kernel, stride, padding, dilation } = operation;
    return { kernel, strides: stride, dilations: dilation, before: padding, after: padding, groups };
  }
  const { kernel, stride, padding, dilation } = operation;
  const [before, after] = typeof padding === "number" ? [padding, padding] : padding;
  return {
    kernel: [kernel],
    strides: [stride],
    dilations: [dilation],
    before: [before],
    after: [after],
    groups,
  };
}

/** A convolution with its way back. */
export function convolve(
  graph: Graph,
  x: Value,
  weight: Value,
  bias: Value | undefined,
  window: Window,
): Applied {
  return {
    value: conv(graph, x, weight, bias, window),
    backward: (dy, wants) => ({
      inputs: [wants.inputs ? inputGradient(graph, dy, weight, window, x.shape.slice(2)) : undefined],
      parameters: wants.parameters
        ? [
            weightGradient(graph, x, dy, weight, window),
            ...(bias
              ? [
                  reduceSum(
                    graph,
                    dy,
                    [...dy.shape.keys()].filter((axis) => axis !== 1),
                  ),
                ]
              : []),
          ]
        : [],
    }),
  };
}

/** At stride 1 a convolution of dy with the mirrored filters, else a transposed convolution. */
function inputGradient(
  graph: Graph,
  dy: Value,
  weight: Value,
  window: Window,
  positions: readonly number[],
): Value {
  const { kernel, strides, dilations, before, after, groups } = window;
  const reach = kernel.map((length, i) => dilations[i]! * (length - 1));
  const back = { before: reach.map((r, i) => r - before[i]!), after: reach.map((r, i) => r - after[i]!) };
  if (strides.some((stride) => stride > 1) || [...back.before, ...back.after].some((zeros) => zeros < 0))
    return convTranspose(graph, dy, weight, window, positions);
  const [out, inner] = weight.shape as [number, number];
  const axes = kernel.map((_, i) => 2 + i);
  const flipped = mirrored(graph, weight, axes);
  // [out, in / groups, …] → [in, out / groups, …]
  const grouped = reshape(graph, flipped, [groups, out / groups, inner, ...kernel]);
  const exchanged = transpose(graph, grouped, [0, 2, 1, ...kernel.map((_, i) => 3 + i)]);
  const filters = reshape(graph, exchanged, [groups * inner, out / groups, ...kernel]);
  return conv(graph, dy, filters, undefined, { ...window, ...back });
}

/** A product of matrices for each position of the kernel: faster here than one of all, or than a convolution. */
function weightGradient(graph: Graph, x: Value, dy: Value, weight: Value, window: Window): Value {
  const { kernel, strides, dilations, before, after, groups } = window;
  const [n, channels] = x.shape as [number, number];
  const [out, inner] = weight.shape as [number, number];
  const made = dy.shape.slice(2);
  const places = made.reduce((product, length) => product * length, n);
  const axes = kernel.map((_, i) => 2 + i);
  const exchange = (value: Value): Value => transpose(graph, value, [1, 0, ...axes]);
  const padded = pad(graph, exchange(x), [0, 0, ...before], [0, 0, ...after]);
  const seen = (at: readonly number[]): Value =>
    slice(
      graph,
      padded,
      axes.map((axis, i) => ({
        axis,
        start: at[i]! * dilations[i]!,
        count: made[i]!,
        step: strides[i]!,
      })),
    );
  const rows = reshape(graph, exchange(dy), [out, places]);
  const stacked = (columns: Value): Value => {
    if (groups === 1)
      return reshape(
        graph,
        gemm(graph, rows, reshape(graph, columns, [channels, places]), { transB: true }),
        [1, out, channels],
      );
    const upright = transpose(graph, reshape(graph, rows, [groups, out / groups, places]), [0, 2, 1]);
    const product = matmul(graph, reshape(graph, columns, [groups, inner, places]), upright);
    return reshape(graph, transpose(graph, product, [0, 2, 1]), [1, out, inner]);
  };
  const parts = positionsOf(kernel).map((at) => stacked(seen(at)));
  return reshape(graph, transpose(graph, concat(graph, parts, 0), [1, 2, 0]), weight.shape);
}

/** All positions of a kernel, row by row. */
function positionsOf(kernel: readonly number[]): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (starts, length) => starts.flatMap((start) => Array.from({ length }, (_, i) => [...start, i])),
    [[]],
  );
}
