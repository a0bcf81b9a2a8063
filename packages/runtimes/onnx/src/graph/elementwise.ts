import type { Shape } from "@proxybo/core";
import type { Graph, Value } from "./graph.ts";

/** As NumPy broadcasts. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) =>
    Math.max(a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1),
  );
}

const binary =
  (kind: string) =>
  (graph: Graph, a: Value, b: Value): Value =>
    graph.apply(kind, [a, b], { shapes: [broadcast(a.shape, b.shape)] })[0]!;

const unary =
  (kind: string) =>
  (graph: Graph, x: Value): Value =>
    graph.apply(kind, [x], { shapes: [x.shape] })[0]!;

export const add = binary("Add");
export const sub = binary("Sub");
export const mul = binary("Mul");
export const div = binary("Div");
export const relu = unary("Relu");
export const abs = unary("Abs");
export const sqrt = unary("Sqrt");
export const reciprocal = unary("Reciprocal");
export const log = unary("Log");
export const sigmoid = unary("Sigmoid");
export const tanh = unary("Tanh");
export const identity = unary("Identity");
/** 1 where x > 0, else 0. */
export const positive = unary("Positive");
/** 1 where x = 0, else 0. */
export const isZero = unary("IsZero");

export function scalar(graph: Graph, value: number): Value {
  return graph.constant([value], []);
}

export function scaled(graph: Graph, x: Value, factor: number): Value {
  return mul(graph, x, scalar(graph, factor));
}

/** min(max(x, 0), ceiling) */
export function clip(graph: Graph, x: Value, ceiling: number): Value {
  return graph.apply("Clip", [x, scalar(graph, 0), scalar(graph, ceiling)], { shapes: [x.shape] })[0]!;
}

/** The sum of one or more values of one shape. */
export function sum(graph: Graph, values: readonly Value[]): Value {
  const [first, second] = values as readonly [Value, Value?];
  if (!second) return first;
  if (values.length === 2) return add(graph, first, second);
  return graph.apply("Sum", values, { shapes: [first.shape] })[0]!;
}

/** Over the last axis. */
export function softmax(graph: Graph, x: Value): Value {
  return graph.apply("Softmax", [x], { shapes: [x.shape] }, { axis: -1 })[0]!;
}

/** Over the last axis. */
export function logSoftmax(graph: Graph, x: Value): Value {
  return graph.apply("LogSoftmax", [x], { shapes: [x.shape] }, { axis: -1 })[0]!;
}
