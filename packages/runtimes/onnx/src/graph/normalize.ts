import type { Graph, Value } from "./graph.ts";

/** Normalises channels by the batch: `[n, channels, …]` with its mean and biased variance, `[channels]` each. */
export function normalizeByBatch(
  graph: Graph,
  x: Value,
  scale: Value,
  shift: Value,
  epsilon: number,
): { value: Value; mean: Value; variance: Value } {
  const channels = [x.shape[1]!];
  const zeros = graph.constant(Array<number>(channels[0]!).fill(0));
  // The "running" statistics with a momentum of 0 are those of the batch; what they are mixed with does not matter.
  const [value, mean, variance] = graph.apply(
    "BatchNormalization",
    [x, scale, shift, zeros, zeros],
    { shapes: [x.shape, channels, channels] },
    { training_mode: 1, epsilon: { real: epsilon }, momentum: { real: 0 } },
  );
  return { value: value!, mean: mean!, variance: variance! };
}

/** (x − mean) / √(variance + ε) · scale + shift, a number of each for each channel. */
export function normalizeBy(
  graph: Graph,
  x: Value,
  by: { scale: Value; shift: Value; mean: Value; variance: Value },
  epsilon: number,
): Value {
  return graph.apply(
    "BatchNormalization",
    [x, by.scale, by.shift, by.mean, by.variance],
    { shapes: [x.shape] },
    { epsilon: { real: epsilon } },
  )[0]!;
}
