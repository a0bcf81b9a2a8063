import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Motion } from "./motion.ts";

/** A normalisation of `[rows, channels]`: x̂ = (x − mean) · inverse, y = x̂ · scale + shift. */
export interface Normalization {
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  /** Of inputs and outputs. */
  readonly shape: number[];
  readonly scale: Tensor1D | undefined;
  /** Made anew at each call: 1 / √(variance + ε), and x̂. */
  readonly inverse: () => Tensor;
  readonly normalized: () => Tensor2D;
  /** The mean over what is normalised together, to be broadcast. */
  readonly mean: (x: Tensor2D) => Tensor;
}

/**
 * With J(u) = inverse · (u − mean u − x̂ · mean(x̂ u)), which is symmetric: x̂ moves by J(ẋ), the gradient of the input is
 * J(u) of u = dy · scale, and that moves by J(u̇) − inverse · (mean(x̂ ẋ) · J(u) + J(ẋ) · mean(x̂ u) + x̂ · mean(J(ẋ) u)).
 */
export function normalizationMotion(norm: Normalization): Motion {
  const { tf, kernels, shape, scale, mean } = norm;
  const flat = (x: Tensor): Tensor2D => tf.reshape(x, [-1, shape.at(-1)!]);
  const scaled = (x: Tensor2D): Tensor2D => (scale ? tf.mul<Tensor2D>(x, scale) : x);
  /** J(u) with mean(x̂ u). */
  const project = (hat: Tensor2D, inverse: Tensor, u: Tensor2D) => {
    const along = mean(tf.mul<Tensor2D>(hat, u));
    const rest = tf.sub(tf.sub(u, mean(u)), tf.mul(hat, along));
    return { along, image: tf.mul<Tensor2D>(rest, inverse) };
  };
  return {
    value: ({ inputs: [move], parameters: [scaleMove, shiftMove] }) => {
      const hat = norm.normalized();
      const parts: Tensor[] = [];
      if (move) parts.push(scaled(project(hat, norm.inverse(), flat(move)).image));
      if (scaleMove) parts.push(tf.mul(hat, scaleMove));
      if (shiftMove) parts.push(tf.mul(tf.onesLike(hat), shiftMove));
      return tf.reshape(kernels.add(parts), shape);
    },
    backward: (gradient, gradientMove, { inputs: [move], parameters: [scaleMove] }, wants) => {
      const [dy, dyMove, hat, inverse] = [
        flat(gradient),
        flat(gradientMove),
        norm.normalized(),
        norm.inverse(),
      ];
      const hatMove = move && project(hat, inverse, flat(move));
      const toScale = tf.mul<Tensor2D>(dyMove, hat);
      const own = () => [
        kernels.columnSums(hatMove ? tf.add(toScale, tf.mul(dy, hatMove.image)) : toScale),
        kernels.columnSums(dyMove),
      ];
      const toInput = (): Tensor => {
        const u = scaled(dy);
        const uMove = scaleMove ? tf.add<Tensor2D>(scaled(dyMove), tf.mul(dy, scaleMove)) : scaled(dyMove);
        const straight = project(hat, inverse, uMove).image;
        if (!hatMove) return straight;
        const { along, image } = project(hat, inverse, u);
        const bent = tf.addN([
          tf.mul(image, hatMove.along),
          tf.mul(hatMove.image, along),
          tf.mul(hat, mean(tf.mul<Tensor2D>(hatMove.image, u))),
        ]);
        return tf.sub(straight, tf.mul(bent, inverse));
      };
      return {
        inputs: [wants.inputs ? tf.reshape(toInput(), shape) : undefined],
        parameters: scale ? own() : [],
      };
    },
  };
}
