import type { Plan, RunningStatistics } from "@proxybo/core/runtime";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";

/** Of each batch-norm (x − mean) / √(variance + ε) · scale + shift as a factor and an offset for each channel. */
export function affineOf(
  tf: TensorFlow,
  plan: Plan,
  statistics: RunningStatistics,
  parameters: readonly Tensor[],
): Map<number, { factor: Tensor1D; offset: Tensor1D }> {
  return new Map(
    Array.from(statistics.entries(), ([index, { mean, variance }]) => {
      const node = plan.nodes[index]!;
      const epsilon = node.operation.type === "batch-norm" ? node.operation.epsilon : 0;
      const inverse = tf.tensor1d(variance.map((value) => 1 / Math.sqrt(value + epsilon)));
      const [scale, shift] = node.parameters.map((position) => parameters[position] as Tensor1D);
      const factor = scale ? tf.mul<Tensor1D>(inverse, scale) : inverse;
      const centred = tf.neg(tf.mul<Tensor1D>(tf.tensor1d(mean.slice()), factor));
      return [index, { factor, offset: shift ? tf.add<Tensor1D>(centred, shift) : centred }];
    }),
  );
}
