import { mul, scaled } from "../graph/elementwise.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { averagePool, maxPool, type PoolWindow } from "../graph/pools.ts";
import { expand, pad, reshape, scatterSum, slice } from "../graph/shaping.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

type Pool = OperationOf<"max-pool2d" | "avg-pool2d">;

function windowOf({ kernel, stride, padding }: Pool): PoolWindow {
  return { kernel, strides: stride, before: padding, after: padding };
}

export function largestPool({ graph, operation, inputs }: Step<OperationOf<"max-pool2d">>): Applied {
  const x = inputs[0]!;
  const { value, places } = maxPool(graph, x, windowOf(operation));
  const count = x.shape.reduce((product, length) => product * length, 1);
  const list = (values: Value): Value =>
    reshape(graph, values, [values.shape.reduce((product, length) => product * length, 1)]);
  return {
    value,
    backward: (dy) => ({
      inputs: [reshape(graph, scatterSum(graph, list(dy), list(places), count), x.shape)],
      parameters: [],
    }),
  };
}

/** The way back is an average pool too, of what was spread out by the strides. */
export function avgPool({ graph, operation, inputs }: Step<OperationOf<"avg-pool2d">>): Applied {
  const x = inputs[0]!;
  const window = windowOf(operation);
  const { kernel, strides, before: padding } = window;
  const positions = x.shape.slice(2);
  return {
    value: averagePool(graph, x, window, operation.countPadding),
    backward: (dy) => {
      const counted = operation.countPadding ? dy : mul(graph, dy, shares(graph, dy, positions, window));
      if (positions.every((length, i) => tiles(length, i, window))) {
        const whole = kernel.reduce((product, length) => product * length, 1);
        return { inputs: [repeated(graph, scaled(graph, counted, 1 / whole), kernel)], parameters: [] };
      }
      const spread = spreadOut(graph, counted, strides);
      const before = kernel.map((length, i) => length - 1 - padding[i]!);
      const after = kernel.map((length, i) => positions[i]! + length - 1 - spread.shape[2 + i]! - before[i]!);
      // A pool's own padding must be less than its kernel.
      const own = (zeros: readonly number[]) => zeros.map((count, i) => Math.min(count, kernel[i]! - 1));
      const one = { kernel, strides: [1, 1], before: own(before), after: own(after) };
      const more = pad(
        graph,
        spread,
        [0, 0, ...before.map((count, i) => count - one.before[i]!)],
        [0, 0, ...after.map((count, i) => count - one.after[i]!)],
      );
      return { inputs: [averagePool(graph, more, one, true)], parameters: [] };
    },
  };
}

/** Whether the windows lie side by side and cover all. */
function tiles(length: number, axis: number, { kernel, strides, before }: PoolWindow): boolean {
  const [size, stride] = [kernel[axis]!, strides[axis]!];
  return size === stride && before[axis] === 0 && length % size === 0;
}

/** The size of the kernel over how many of its positions are not padding, `[1, 1, …]` for each window. */
function shares(graph: Graph, dy: Value, positions: readonly number[], window: PoolWindow): Value {
  const [rows, columns] = positions.map((length, i) => {
    const [kernel, stride, padding] = [window.kernel[i]!, window.strides[i]!, window.before[i]!];
    return Array.from({ length: dy.shape[2 + i]! }, (_, at) => {
      const start = at * stride - padding;
      return kernel / (Math.min(start + kernel, length) - Math.max(start, 0));
    });
  }) as [number[], number[]];
  const factors = rows.flatMap((row) => columns.map((column) => row * column));
  return graph.constant(factors, [1, 1, rows.length, columns.length]);
}

/** Each value as often as the kernel is large, side by side. */
function repeated(graph: Graph, x: Value, [height, width]: readonly number[]): Value {
  const [n, channels, rows, columns] = x.shape as [number, number, number, number];
  const apart = reshape(graph, x, [n * channels, rows, 1, columns, 1]);
  const often = expand(graph, apart, [n * channels, rows, height!, columns, width!]);
  return reshape(graph, often, [n, channels, rows * height!, columns * width!]);
}

/** Zeros between values, so that they lie `strides` apart. */
function spreadOut(graph: Graph, x: Value, [down, right]: readonly number[]): Value {
  if (down === 1 && right === 1) return x;
  const [n, channels, rows, columns] = x.shape as [number, number, number, number];
  const apart = reshape(graph, x, [n * channels, rows, 1, columns, 1]);
  const zeros = pad(graph, apart, [0, 0, 0, 0, 0], [0, 0, down! - 1, 0, right! - 1]);
  const whole = reshape(graph, zeros, [n, channels, rows * down!, columns * right!]);
  return slice(graph, whole, [
    { axis: 2, start: 0, count: (rows - 1) * down! + 1 },
    { axis: 3, start: 0, count: (columns - 1) * right! + 1 },
  ]);
}
