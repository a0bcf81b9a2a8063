import type { Tensor } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import { backward, findingsOf, type Machine, type Trace } from "./pass.ts";
import type { Plan } from "@proxybo/core/runtime";

/**
 * For each of `nodes` the sum over positions of value × gradient, `[n, channels]`; undefined where no gradient comes. Disposes
 * of what the trace held.
 */
export function maskGradients(
  machine: Machine,
  plan: Plan,
  trace: Trace,
  outputGradient: Tensor,
  nodes: readonly number[],
): readonly (Tensor | undefined)[] {
  const { tf } = machine;
  const wanted = new Set(nodes);
  const found = new Map<number, Tensor>();
  const wants = { parameters: false, input: false, nodes: wanted };
  backward(machine, plan, trace, outputGradient, wants, ({ index }, value, gradient) => {
    if (wanted.has(index)) found.set(index, sumOverPositions(tf, value, gradient));
  });
  tf.dispose(findingsOf(trace));
  return nodes.map((node) => found.get(node));
}

function sumOverPositions(tf: TensorFlow, value: Tensor, gradient: Tensor): Tensor {
  return tf.tidy(() => {
    const [n, channels] = [value.shape[0], value.shape.at(-1)!];
    return tf.sum(tf.reshape(tf.mul(value, gradient), [n, -1, channels]), 1);
  });
}
