import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { tidy } from "../backends/tensorflow.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { normalizationMotion } from "./normalization-motion.ts";

/**
 * Normalises each position over its channels, the last axis: x̂ = (x − mean) / √(variance + ε), y = x̂ · scale + shift (Ba,
 * Kiros, Hinton 2016, with the biased variance as in PyTorch).
 */
export function layerNorm(step: Step<OperationOf<"layer-norm">>): Applied {
  const { tf, kernels, operation, inputs, parameters } = step;
  const { shape } = inputs[0]!;
  const [scale, shift] = parameters as [Tensor1D | undefined, Tensor1D | undefined];
  const flat = (x: Tensor): Tensor2D => tf.reshape(x, [-1, x.shape.at(-1)!]);
  const x = flat(inputs[0]!);
  const { value, mean, inverse } = tidy(tf, () => {
    const average = tf.mean(x, 1, true);
    const centred = tf.sub(x, average);
    const deviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), operation.epsilon));
    const normalized = tf.mul(centred, deviation);
    const output = scale && shift ? tf.add(tf.mul(normalized, scale), shift) : normalized;
    return { value: tf.reshape(output, shape), mean: average, inverse: deviation };
  });
  return {
    value,
    saved: [x, mean, inverse],
    motion: normalizationMotion({
      tf,
      kernels,
      shape,
      scale,
      inverse: () => inverse,
      normalized: () => tf.mul<Tensor2D>(tf.sub(x, mean), inverse),
      mean: (rows) => tf.mean(rows, 1, true),
    }),
    backward: (gradient, wants) =>
      tidy(tf, () => {
        const dy = flat(gradient);
        const normalized = tf.mul<Tensor2D>(tf.sub(x, mean), inverse);
        const own =
          scale && wants.parameters
            ? [kernels.columnSums(tf.mul(dy, normalized)), kernels.columnSums(dy)]
            : [];
        if (!wants.inputs) return { inputs: [undefined], parameters: own };
        const slope = scale ? tf.mul(dy, scale) : dy;
        const common = tf.mul(normalized, tf.mean(tf.mul(slope, normalized), 1, true));
        const back = tf.mul(inverse, tf.sub(tf.sub(slope, tf.mean(slope, 1, true)), common));
        return { inputs: [tf.reshape(back, shape)], parameters: own };
      }),
  };
}
