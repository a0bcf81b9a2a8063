import type { Graph, Value } from "./graph.ts";

/** How a pool's window moves; a number for each axis of positions. */
export interface PoolWindow {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  /** Zeros around, fewer than the kernel is long. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function pooled({ shape }: Value, { kernel, strides, before, after }: PoolWindow) {
  const positions = kernel.map(
    (length, i) => Math.floor((shape[2 + i]! + before[i]! + after[i]! - length) / strides[i]!) + 1,
  );
  return [...shape.slice(0, 2), ...positions];
}

function attributesOf({ kernel, strides, before, after }: PoolWindow) {
  return { kernel_shape: kernel, strides, pads: [...before, ...after] };
}

export function averagePool(graph: Graph, x: Value, window: PoolWindow, countPadding: boolean): Value {
  const attributes = { ...attributesOf(window), count_include_pad: countPadding ? 1 : 0 };
  return graph.apply("AveragePool", [x], { shapes: [pooled(x, window)] }, attributes)[0]!;
}

/** The largest of each window, and where it is among all values of x in a row. */
export function maxPool(graph: Graph, x: Value, window: PoolWindow): { value: Value; places: Value } {
  const shape = pooled(x, window);
  const made = { shapes: [shape, shape], types: ["float32", "int64"] as const };
  const [value, places] = graph.apply("MaxPool", [x], made, attributesOf(window));
  return { value: value!, places: places! };
}
