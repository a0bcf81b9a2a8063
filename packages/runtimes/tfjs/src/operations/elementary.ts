import type { Tensor } from "@tensorflow/tfjs-core";
import { alias } from "../backends/tensorflow.ts";
import type { Applied, Gradients, OperationOf, Step } from "./apply.ts";
import { linearMotion, sumOf } from "./motion.ts";

/** A step that is linear in its inputs, given how it takes gradients back. */
const linearly = (
  value: Tensor,
  backward: (dy: Tensor) => Gradients,
  move: Parameters<typeof linearMotion>[0],
): Applied => ({ value, backward, motion: linearMotion(move, backward) });

export function identity({ tf, inputs }: Step): Applied {
  return linearly(
    alias(tf, inputs[0]!),
    (dy) => ({ inputs: [alias(tf, dy)], parameters: [] }),
    ([move]) => alias(tf, move!),
  );
}

export function zero({ tf, inputs }: Step<OperationOf<"zero">>): Applied {
  return { value: tf.zeros(inputs[0]!.shape), backward: () => ({ inputs: [undefined], parameters: [] }) };
}

export function relu({ kernels, operation, inputs }: Step<OperationOf<"relu">>): Applied {
  const value = kernels.relu(inputs[0]!, operation.ceiling);
  const pass = (x: Tensor) => kernels.reluGradient(x, value, operation.ceiling);
  return linearly(
    value,
    (dy) => ({ inputs: [pass(dy)], parameters: [] }),
    ([move]) => pass(move!),
  );
}

export function add({ tf, kernels, inputs }: Step<OperationOf<"add">>): Applied {
  return linearly(
    kernels.add(inputs),
    (dy) => ({ inputs: inputs.map(() => alias(tf, dy)), parameters: [] }),
    (moves) => sumOf(kernels, ...moves),
  );
}

export function concat({ tf, inputs }: Step<OperationOf<"concat">>): Applied {
  const widths = inputs.map((input) => input.shape.at(-1)!);
  return linearly(
    tf.concat([...inputs], -1),
    (dy) => ({ inputs: tf.split(dy, widths, -1), parameters: [] }),
    (moves) =>
      tf.concat(
        moves.map((move, i) => move ?? tf.zerosLike(inputs[i]!)),
        -1,
      ),
  );
}

export function truncate({ tf, operation, inputs }: Step<OperationOf<"truncate">>): Applied {
  const { shape } = inputs[0]!;
  const lost = shape.at(-1)! - operation.channels;
  const cut = (x: Tensor) =>
    tf.slice(
      x,
      shape.map(() => 0),
      [...shape.slice(0, -1), operation.channels],
    );
  const padding = shape.map((_, axis): [number, number] => [0, axis === shape.length - 1 ? lost : 0]);
  return linearly(
    cut(inputs[0]!),
    (dy) => ({ inputs: [tf.pad(dy, padding)], parameters: [] }),
    ([move]) => cut(move!),
  );
}

export function globalAvgPool({ tf, inputs }: Step<OperationOf<"global-avg-pool">>): Applied {
  const { shape } = inputs[0]!;
  const [batch, channels] = [shape[0], shape.at(-1)!];
  const positions = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const mean = (x: Tensor) => tf.tidy(() => tf.mean(tf.reshape(x, [batch, positions, channels]), 1));
  return linearly(
    mean(inputs[0]!),
    (dy) => ({
      inputs: [
        tf.tidy(() =>
          tf.reshape(
            tf.mul(tf.reshape(dy, [batch, 1, channels]), tf.mul(tf.ones([1, positions, 1]), 1 / positions)),
            shape,
          ),
        ),
      ],
      parameters: [],
    }),
    ([move]) => mean(move!),
  );
}
