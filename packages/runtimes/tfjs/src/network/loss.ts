import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-core";
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

/** The sum of all outputs; its gradient is 1 everywhere. */
export function sumOfOutputs(tf: TensorFlow, outputs: Tensor): LossGradient {
  return { loss: tf.sum(outputs), gradient: tf.onesLike(outputs) };
}
