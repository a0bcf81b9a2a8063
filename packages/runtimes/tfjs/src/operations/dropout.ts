import type { Random } from "@proxybo/core";
import { identity } from "./elementary.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

/** By what each of `count` values is multiplied: 0 with probability `rate`, else 1 / (1 − rate). */
export type DropFactors = (count: number, rate: number) => Float32Array;

/** Factors drawn by `random`. */
export function dropFactors(random: Random): DropFactors {
  return (count, rate) => {
    const kept = 1 / (1 - rate);
    return Float32Array.from({ length: count }, () => (random.uniform() < rate ? 0 : kept));
  };
}

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
