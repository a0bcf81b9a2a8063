import type { Shape } from "@proxybo/core";
import type { Graph, Value } from "./graph.ts";

const whole = (graph: Graph, values: readonly number[]): Value => graph.constant(values, undefined, "int64");

export function reshape(graph: Graph, value: Value, shape: Shape): Value {
  // Of what was reshaped before, only the last shape counts.
  let x = value;
  while (x.maker?.kind === "Reshape") x = x.maker.inputs[0]!;
  if (x.shape.join() === shape.join()) return x;
  return graph.apply("Reshape", [x, whole(graph, shape)], { shapes: [shape], types: [x.type] })[0]!;
}

export function transpose(graph: Graph, x: Value, order: readonly number[]): Value {
  // Where only axes of length 1 change places, the values stay where they are.
  const long = order.filter((axis) => x.shape[axis]! > 1);
  const shape = order.map((axis) => x.shape[axis]!);
  if (long.every((axis, i) => i === 0 || long[i - 1]! < axis)) return reshape(graph, x, shape);
  return graph.apply("Transpose", [x], { shapes: [shape] }, { perm: order })[0]!;
}

/** Repeats x along axes of length 1. */
export function expand(graph: Graph, x: Value, shape: Shape): Value {
  if (x.shape.join() === shape.join()) return x;
  return graph.apply("Expand", [x, whole(graph, shape)], { shapes: [shape] })[0]!;
}

/** Positions start, start + step, … of an axis, `count` of them, for some of the axes. */
export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly step?: number;
}

export function slice(graph: Graph, x: Value, ranges: readonly Range[]): Value {
  const shape = [...x.shape];
  const cut = ranges.filter(
    ({ axis, start, count, step = 1 }) => start !== 0 || step !== 1 || count !== shape[axis],
  );
  if (cut.length === 0) return x;
  for (const { axis, count } of cut) shape[axis] = count;
  const inputs = [
    cut.map(({ start }) => start),
    cut.map(({ start, count, step = 1 }) => start + (count - 1) * step + 1),
    cut.map(({ axis }) => axis),
    cut.map(({ step = 1 }) => step),
  ].map((values) => whole(graph, values));
  return graph.apply("Slice", [x, ...inputs], { shapes: [shape] })[0]!;
}

/** Mirrors all positions along the axes. */
export function mirrored(graph: Graph, x: Value, axes: readonly number[]): Value {
  const long = axes.filter((axis) => x.shape[axis]! > 1);
  if (long.length === 0) return x;
  const inputs = [long.map(() => -1), long.map((axis) => -x.shape[axis]! - 1), long, long.map(() => -1)].map(
    (values) => whole(graph, values),
  );
  return graph.apply("Slice", [x, ...inputs], { shapes: [x.shape] })[0]!;
}

/** Adds zeros before and after, as many for each axis. */
export function pad(graph: Graph, x: Value, before: readonly number[], after: readonly number[]): Value {
  if ([...before, ...after].every((count) => count === 0)) return x;
  const shape = x.shape.map((length, axis) => length + before[axis]! + after[axis]!);
  return graph.apply("Pad", [x, whole(graph, [...before, ...after])], { shapes: [shape] })[0]!;
}

export function concat(graph: Graph, values: readonly Value[], axis: number): Value {
  if (values.length === 1) return values[0]!;
  const shape = [...values[0]!.shape];
  shape[axis] = values.reduce((total, value) => total + value.shape[axis]!, 0);
  return graph.apply("Concat", values, { shapes: [shape] }, { axis })[0]!;
}

/** Equal parts along an axis. */
export function split(graph: Graph, x: Value, parts: number, axis: number): readonly Value[] {
  if (parts === 1) return [x];
  const length = x.shape[axis]! / parts;
  const shape = x.shape.with(axis, length) as Shape;
  const lengths = whole(graph, Array<number>(parts).fill(length));
  return graph.apply("Split", [x, lengths], { shapes: Array<Shape>(parts).fill(shape) }, { axis });
}

/** Zeros, or another number, everywhere. */
export function filled(graph: Graph, value: number, shape: Shape): Value {
  return expand(graph, graph.constant([value], Array<number>(shape.length).fill(1)), shape);
}

/** `values` added up at their places among `count` zeros; all are lists. */
export function scatterSum(graph: Graph, values: Value, places: Value, count: number): Value {
  const zeros = filled(graph, 0, [count]);
  return graph.apply("ScatterElementsSum", [zeros, places, values], { shapes: [[count]] })[0]!;
}

/** The values of a list at these places. */
export function gather(graph: Graph, values: Value, places: Value): Value {
  return graph.apply("Gather", [values, places], { shapes: [places.shape] }, { axis: 0 })[0]!;
}
