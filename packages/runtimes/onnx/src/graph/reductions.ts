import type { Graph, Value } from "./graph.ts";

/** Sums along the axes; with `keep` they stay, of length 1. */
export function reduceSum(graph: Graph, x: Value, axes: readonly number[], keep = false): Value {
  return reduce(graph, "ReduceSum", x, axes, keep);
}

export function reduceMean(graph: Graph, x: Value, axes: readonly number[], keep = false): Value {
  return reduce(graph, "ReduceMean", x, axes, keep);
}

/** The largest of all values, a scalar. */
export function largest(graph: Graph, x: Value): Value {
  return reduce(graph, "ReduceMax", x, [...x.shape.keys()], false);
}

/** The sum of all values, a scalar. */
export function total(graph: Graph, x: Value): Value {
  return reduce(graph, "ReduceSum", x, [...x.shape.keys()], false);
}

function reduce(graph: Graph, kind: string, x: Value, axes: readonly number[], keep: boolean): Value {
  if (axes.length === 0) return x;
  const shape = keep
    ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : x.shape.filter((_, axis) => !axes.includes(axis));
  const along = graph.constant(axes, undefined, "int64");
  return graph.apply(kind, [x, along], { shapes: [shape] }, { keepdims: keep ? 1 : 0 })[0]!;
}
