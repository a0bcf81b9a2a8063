import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { normalizationMotion } from "./normalization-motion.ts";

/** Normalises channels by the batch, or by running statistics (a factor and an offset per channel). */
export function batchNorm(step: Step<OperationOf<"batch-norm">>): Applied {
  const { tf, kernels, operation, inputs, parameters, affine } = step;
  const input = inputs[0]!;
  if (step.normalization === "running") {
    const value = tf.tidy(() => tf.add(tf.mul(input, affine!.factor), affine!.offset));
    return {
      value,
      backward: () => {
        throw new Error("gradients are taken with normalisation by the batch");
      },
    };
  }
  const flat = (x: Tensor): Tensor2D => tf.reshape(x, [-1, x.shape.at(-1)!]);
  const [scale, shift] = parameters as [Tensor1D | undefined, Tensor1D | undefined];
  const x = flat(input);
  const normalized = kernels.normalize(x, scale, shift, operation.epsilon);
  const value = tf.reshape(normalized.value, input.shape);
  normalized.value.dispose();
  const inverse = () => tf.rsqrt(tf.add(normalized.variance, operation.epsilon));
  return {
    value,
    motion: normalizationMotion({
      tf,
      kernels,
      shape: input.shape,
      scale,
      inverse,
      normalized: () => tf.mul<Tensor2D>(tf.sub(x, normalized.mean), inverse()),
      mean: (columns) => tf.div(kernels.columnSums(columns), columns.shape[0]),
    }),
    saved: [x],
    statistics: normalized,
    backward: (gradient, wants) => {
      const dy = flat(gradient);
      const gradients = kernels.normalizeGradient(dy, x, normalized, scale, operation.epsilon, wants.inputs);
      const back = gradients.input && tf.reshape(gradients.input, input.shape);
      tf.dispose([dy, ...(gradients.input ? [gradients.input] : [])]);
      const own = [gradients.scale, gradients.shift];
      if (!operation.affine) tf.dispose(own);
      return { inputs: [back], parameters: operation.affine ? own : [] };
    },
  };
}
