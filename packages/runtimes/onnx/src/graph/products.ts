import type { Graph, Value } from "./graph.ts";
import { reshape, transpose } from "./shaping.ts";

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
  const shape = [n, weight.shape[0]!, ...made];
  const more = bias ? [bias] : [];
  const { block } = graph;
  if (block === undefined || !isBlockable(x, weight, window, block))
    return graph.apply("Conv", [x, weight, ...more], { shapes: [shape] }, attributesOf(window))[0]!;
  const read = graph.apply("nchwc.ReorderInput", [x], { shapes: [x.shape] })[0]!;
  const filters = blockedFilters(graph, weight, block);
  const inputs = [read, filters, ...more];
  const value = graph.apply("nchwc.Conv", inputs, { shapes: [shape] }, attributesOf(window))[0]!;
  return graph.apply("nchwc.ReorderOutput", [value], { shapes: [shape] }, { channels: shape[1]! })[0]!;
}

/**
 * Convolutions of whole blocks of channels: ONNX Runtime's own operators for what it otherwise does to constant filters
 * only. Faster by a half.
 */
function isBlockable(x: Value, weight: Value, { groups, kernel }: Window, block: number): boolean {
  return groups === 1 && kernel.length === 2 && x.shape[1]! % block === 0 && weight.shape[0]! % block === 0;
}

/** `[out, in, …]` → `[out / block, in / block, …, in within the block, out within the block]`. */
function blockedFilters(graph: Graph, weight: Value, block: number): Value {
  const [out, inner, ...kernel] = weight.shape as [number, number, ...number[]];
  const places = kernel.reduce((product, length) => product * length, 1);
  const apart = reshape(graph, weight, [out / block, block, inner / block, block, places]);
  // In two steps, each of which moves one axis: ONNX Runtime does that several times as fast as what moves two.
  const placed = transpose(graph, apart, [0, 1, 2, 4, 3]);
  return reshape(graph, transpose(graph, placed, [0, 2, 3, 4, 1]), weight.shape);
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
