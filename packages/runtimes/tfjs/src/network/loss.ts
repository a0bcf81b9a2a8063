import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { ctcLoss } from "@proxybo/core";
import type { TensorFlow } from "../backends/tensorflow.ts";

export interface LossGradient {
  readonly loss: Scalar;
  /** ∂loss/∂outputs. */
  readonly gradient: Tensor;
}

/** −mean log softmax(logits)[label], with (softmax − one-hot) / n as its gradient. Logits are `[n, classes]`. */
export function crossEntropy(tf: TensorFlow, logits: Tensor2D, labels: Int32Array): LossGradient {
  return tf.tidy(() => {
    const [n, classes] = logits.shape;
    const hot = new Float32Array(n * classes);
    for (const [example, label] of labels.entries()) hot[example * classes + label] = 1 / n;
    const targets = tf.tensor2d(hot, [n, classes]);
    const shifted = tf.sub(logits, tf.max(logits, 1, true));
    const exponentials = tf.exp(shifted);
    const sums = tf.sum(exponentials, 1, true);
    const loss = tf.neg<Scalar>(tf.sum(tf.mul(targets, tf.sub(shifted, tf.log(sums)))));
    const gradient = tf.sub(tf.div(exponentials, tf.mul(sums, n)), targets);
    return { loss, gradient };
  });
}

/** The gradient of a loss by the outputs, and how it moves as they move. */
export type LossCurvature = (outputsMove: Tensor | undefined) => {
  readonly dy: Tensor;
  readonly move: Tensor;
};

/** Of `crossEntropy`: the gradient moves by p ⊙ (ż − Σ p ⊙ ż) / n, p the softmax of the logits z. */
export function crossEntropyCurvature(tf: TensorFlow, logits: Tensor2D, labels: Int32Array): LossCurvature {
  return (outputsMove) => {
    const { gradient } = crossEntropy(tf, logits, labels);
    if (!outputsMove) return { dy: gradient, move: tf.zerosLike(gradient) };
    const probabilities = tf.softmax(logits);
    const mean = tf.sum(tf.mul(probabilities, outputsMove), 1, true);
    const move = tf.div(tf.mul(probabilities, tf.sub(outputsMove, mean)), logits.shape[0]);
    return { dy: gradient, move };
  };
}

/** Of `sumOfOutputs`, whose gradient stays. */
export function sumOfOutputsCurvature(tf: TensorFlow, outputs: Tensor): LossCurvature {
  return () => ({ dy: tf.onesLike(outputs), move: tf.zerosLike(outputs) });
}

/** The sum of all outputs; its gradient is 1 everywhere. */
export function sumOfOutputs(tf: TensorFlow, outputs: Tensor): LossGradient {
  return { loss: tf.sum(outputs), gradient: tf.onesLike(outputs) };
}

/**
 * The mean over the examples of CTC divided by the number of symbols (by 1 where there are none), with its gradient.
 *
 * @param logits - `[n, positions, channels]`, channel 0 the blank.
 */
export function meanCtc(
  tf: TensorFlow,
  logits: Float32Array,
  shape: readonly number[],
  transcripts: readonly Int32Array[],
): LossGradient {
  const [n, positions, channels] = shape as [number, number, number];
  const gradient = new Float32Array(logits.length);
  let loss = 0;
  for (const [example, transcript] of transcripts.entries()) {
    const [from, to] = [example * positions * channels, (example + 1) * positions * channels];
    const own = gradient.subarray(from, to);
    const share = 1 / (n * Math.max(1, transcript.length));
    loss += share * ctcLoss(logits.subarray(from, to), channels, transcript, own);
    for (const [i, slope] of own.entries()) own[i] = slope * share;
  }
  return { loss: tf.scalar(loss), gradient: tf.tensor3d(gradient, [n, positions, channels]) };
}
