import { identity } from "./elementary.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

/** Drops values while training; the identity in other passes (Srivastava et al. 2014, scaled as in PyTorch). */
export function dropout(step: Step<OperationOf<"dropout">>): Applied {
  const { tf, operation, inputs, drop } = step;
  if (!drop || operation.rate === 0) return identity(step);
  const x = inputs[0]!;
  const factors = tf.tensor(drop(x.size, operation.rate), x.shape);
  return {
    value: tf.mul(x, factors),
    saved: [factors],
    backward: (dy) => ({ inputs: [tf.mul(dy, factors)], parameters: [] }),
  };
}
