import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { tidy } from "../backends/tensorflow.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";
import { sumOf } from "./motion.ts";

/** y = x·Wᵀ + b over the last axis. */
export function linear({ tf, kernels, operation, inputs, parameters }: Step<OperationOf<"linear">>): Applied {
  const { shape } = inputs[0]!;
  const flat = (x: Tensor): Tensor2D => tf.reshape(x, [-1, x.shape.at(-1)!]);
  const [weight, bias] = parameters as [Tensor2D, Tensor1D | undefined];
  const x = flat(inputs[0]!);
  const value = tf.tidy(() => {
    const product = tf.matMul(x, weight, false, true);
    return tf.reshape(bias ? tf.add(product, bias) : product, [...shape.slice(0, -1), operation.features]);
  });
  return {
    value,
    saved: [x],
    motion: {
      value: ({ inputs: [move], parameters: [weightMove, biasMove] }) => {
        const parts = [
          move && tf.matMul(flat(move), weight, false, true),
          weightMove && tf.matMul(x, weightMove, false, true),
          biasMove && tf.mul(tf.ones([x.shape[0], 1]), biasMove),
        ];
        return tf.reshape(sumOf(kernels, ...parts), value.shape);
      },
      backward: (gradient, gradientMove, { inputs: [move], parameters: [weightMove] }, wants) => {
        const [dy, dyMove] = [flat(gradient), flat(gradientMove)];
        const toInput = () =>
          sumOf(kernels, tf.matMul(dyMove, weight), weightMove && tf.matMul(dy, weightMove));
        const toWeight = sumOf(kernels, tf.matMul(dyMove, x, true), move && tf.matMul(dy, flat(move), true));
        return {
          inputs: [wants.inputs ? tf.reshape(toInput(), shape) : undefined],
          parameters: [toWeight, ...(bias ? [kernels.columnSums(dyMove)] : [])],
        };
      },
    },
    backward: (gradient, wants) =>
      tidy(tf, () => {
        const dy = flat(gradient);
        return {
          inputs: [wants.inputs ? tf.reshape(tf.matMul(dy, weight), shape) : undefined],
          parameters: [tf.matMul(dy, x, true), ...(bias ? [kernels.columnSums(dy)] : [])],
        };
      }),
  };
}
