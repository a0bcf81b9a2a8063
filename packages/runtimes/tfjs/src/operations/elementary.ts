import { alias } from "../backends/tensorflow.ts";
import type { Applied, OperationOf, Step } from "./apply.ts";

export function identity({ tf, inputs }: Step): Applied {
  return { value: alias(tf, inputs[0]!), backward: (dy) => ({ inputs: [alias(tf, dy)], parameters: [] }) };
}

export function zero({ tf, inputs }: Step<OperationOf<"zero">>): Applied {
  return { value: tf.zeros(inputs[0]!.shape), backward: () => ({ inputs: [undefined], parameters: [] }) };
}

export function relu({ kernels, operation, inputs }: Step<OperationOf<"relu">>): Applied {
  const value = kernels.relu(inputs[0]!, operation.ceiling);
  return {
    value,
    backward: (dy) => ({ inputs: [kernels.reluGradient(dy, value, operation.ceiling)], parameters: [] }),
  };
}

export function add({ tf, kernels, inputs }: Step<OperationOf<"add">>): Applied {
  return {
    value: kernels.add(inputs),
    backward: (dy) => ({ inputs: inputs.map(() => alias(tf, dy)), parameters: [] }),
  };
}

export function concat({ tf, inputs }: Step<OperationOf<"concat">>): Applied {
  const widths = inputs.map((input) => input.shape.at(-1)!);
  return {
    value: tf.concat([...inputs], -1),
    backward: (dy) => ({ inputs: tf.split(dy, widths, -1), parameters: [] }),
  };
}

export function truncate({ tf, operation, inputs }: Step<OperationOf<"truncate">>): Applied {
  const { shape } = inputs[0]!;
  const lost = shape.at(-1)! - operation.channels;
  return {
    value: tf.slice(
      inputs[0]!,
      shape.map(() => 0),
      [...shape.slice(0, -1), operation.channels],
    ),
    backward: (dy) => ({
      inputs: [
        tf.pad(
          dy,
          shape.map((_, axis) => [0, axis === shape.length - 1 ? lost : 0]),
        ),
      ],
      parameters: [],
    }),
  };
}

export function globalAvgPool({ tf, inputs }: Step<OperationOf<"global-avg-pool">>): Applied {
  const { shape } = inputs[0]!;
  const [batch, channels] = [shape[0], shape.at(-1)!];
  const positions = shape.slice(1, -1).reduce((product, size) => product * size, 1);
  return {
    value: tf.tidy(() => tf.mean(tf.reshape(inputs[0]!, [batch, positions, channels]), 1)),
    backward: (dy) => ({
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
  };
}
