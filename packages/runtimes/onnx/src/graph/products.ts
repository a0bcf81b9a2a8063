import type { Graph, Value } from "./graph.ts";

/** op(a)·op(b) + c of matrices, each transposed where told; c is broadcast to the result. */
export function gemm(
  graph: Graph,
  a: Value,
  b: Value,
  { transA = false, transB = false, c }: { transA?: boolean; transB?: boolean; c?: Value } = {},
): Value {
  const shape = [a.shape[transA ? 1 : 0]!, b.shape[transB ? 0 : 1]!];
  const attributes = { transA: transA ? 1 : 0, transB: transB ? 1 : 0 };
  return graph.apply("Gemm", c ? [a, b, c] : [a, b], { shapes: [shape] }, attributes)[0]!;
}

/** Products of stacks of matrices of one depth: `[s, m, k]` · `[s, k, n]` → `[s, m, n]`. */
export function matmul(graph: Graph, a: Value, b: Value): Value {
  const shape = [...a.shape.slice(0, -1), b.shape.at(-1)!];
  return graph.apply("MatMul", [a, b], { shapes: [shape] })[0]!;
}

/** How a window moves over the positions of an image or a sequence; a number for each axis of positions. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Zeros around the image. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly groups: number;
}

function attributesOf({ kernel, strides, dilations, before, after, groups }: Window) {
  return { kernel_shape: kernel, strides, dilations, pads: [...before, ...after], group: groups };
}

/** `[n, in, …]` with `[out, in / groups, …kernel]` and perhaps a bias `[out]` → `[n, out, …]`. */
export function conv(graph: Graph, x: Value, weight: Value, bias: Value | undefined, window: Window): Value {
  const [n, , ...positions] = x.shape as [number, number, ...number[]];
  const { kernel, strides, dilations, before, after } = window;
  const made = positions.map((length, i) => {
    const reach = dilations[i]! * (kernel[i]! - 1) + 1;
    return Math.floor((length + before[i]! + after[i]! - reach) / strides[i]!) + 1;
  });
  const inputs = bias ? [x, weight, bias] : [x, weight];
  return graph.apply("Conv", inputs, { shapes: [[n, weight.shape[0]!, ...made]] }, attributesOf(window))[0]!;
}

/** The transpose of `conv` by its input, where that had these positions: `[n, out, …]` → `[n, in, …positions]`. */
export function convTranspose(
  graph: Graph,
  dy: Value,
  weight: Value,
  window: Window,
  positions: readonly number[],
): Value {
  const { kernel, strides, dilations, before, after, groups } = window;
  const rest = positions.map((length, i) => {
    const reach = dilations[i]! * (kernel[i]! - 1) + 1;
    return length - ((dy.shape[2 + i]! - 1) * strides[i]! + reach - before[i]! - after[i]!);
  });
  const shape = [dy.shape[0]!, weight.shape[1]! * groups, ...positions];
  const attributes = { ...attributesOf(window), output_padding: rest };
  return graph.apply("ConvTranspose", [dy, weight], { shapes: [shape] }, attributes)[0]!;
}
