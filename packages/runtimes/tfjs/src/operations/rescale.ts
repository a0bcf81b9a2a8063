import type { Tensor } from "@tensorflow/tfjs-core";
import type { Applied, Gradients, OperationOf, Step } from "./apply.ts";
import { linearMotion } from "./motion.ts";

/** x / max|x| over the whole batch; the divisor is a constant for gradients, and 1 where all is 0. */
export function rescale({ tf, inputs }: Step<OperationOf<"rescale">>): Applied {
  const divisor = tf.tidy(() => {
    const largest = tf.max(tf.abs(inputs[0]!));
    return tf.add(largest, tf.cast(tf.equal(largest, 0), "float32"));
  });
  const backward = (dy: Tensor): Gradients => ({ inputs: [tf.div(dy, divisor)], parameters: [] });
  return {
    value: tf.div(inputs[0]!, divisor),
    saved: [divisor],
    logScale: tf.log(divisor),
    backward,
    motion: linearMotion(([move]) => tf.div(move!, divisor), backward),
  };
}
