import type { NetworkNode, NetworkSpec, Operation, Shape } from "../../contracts/network.ts";
import type { Batch, Tensor } from "../../contracts/runtime.ts";
import { inferShapes } from "../../network/shapes.ts";
import { createRandom } from "../../random/random.ts";

export const node = (operation: Operation, ...inputs: number[]): NetworkNode => ({ operation, inputs });

export function spec(input: Shape, ...nodes: readonly NetworkNode[]): NetworkSpec {
  return { version: 1, input, nodes: [node({ type: "input" }), ...nodes] };
}

type Conv2d = Extract<Operation, { type: "conv2d" }>;

export function conv2d(channels: number, kernel: number, options: Partial<Conv2d> = {}): Conv2d {
  return {
    type: "conv2d",
    channels,
    kernel: [kernel, kernel],
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
    bias: false,
    ...options,
  };
}

type Conv1d = Extract<Operation, { type: "conv1d" }>;

export function conv1d(channels: number, kernel: number, options: Partial<Conv1d> = {}): Conv1d {
  return {
    type: "conv1d",
    channels,
    kernel,
    stride: 1,
    padding: 0,
    dilation: 1,
    groups: 1,
    bias: false,
    ...options,
  };
}

export const batchNorm = (momentum = 0.1, affine = true): Operation => ({
  type: "batch-norm",
  affine,
  epsilon: 1e-5,
  momentum,
});

/** Adds a head that gives every position of the last node's output a weight of its own, so that wrong places show. */
export function withHead(network: NetworkSpec, classes: number): NetworkSpec {
  const last = network.nodes.length - 1;
  const shape = inferShapes(network).at(-1)!;
  const head: NetworkNode[] =
    shape.length === 3
      ? [
          node(conv2d(classes, 1, { kernel: [shape[1]!, shape[2]!] }), last),
          node({ type: "global-avg-pool" }, last + 1),
        ]
      : shape.length === 2
        ? [node(conv1d(classes, shape[1]!), last), node({ type: "global-avg-pool" }, last + 1)]
        : [node({ type: "linear", features: classes, bias: true }, last)];
  return { ...network, nodes: [...network.nodes, ...head] };
}

/** A small image network with normalisation, as the searches train them. */
export function smallNetwork(momentum = 0.1): NetworkSpec {
  return spec(
    [1, 6, 6],
    node(conv2d(4, 3, { padding: [1, 1] }), 0),
    node(batchNorm(momentum), 1),
    node({ type: "relu" }, 2),
    node(conv2d(6, 3, { stride: [2, 2], padding: [1, 1] }), 3),
    node(batchNorm(momentum), 4),
    node({ type: "relu" }, 5),
    node({ type: "global-avg-pool" }, 6),
    node({ type: "linear", features: 2, bias: true }, 7),
  );
}

/** Normal noise, labels in turn. */
export function noiseBatch(shape: Shape, n: number, classes: number, seed = 1): Batch {
  const random = createRandom(seed, "batch");
  const size = shape.reduce((product, length) => product * length, n);
  const inputs: Tensor = {
    shape: [n, ...shape],
    data: Float32Array.from({ length: size }, () => random.normal()),
  };
  return { inputs, labels: Int32Array.from({ length: n }, (_, i) => i % classes) };
}

/** Two classes of 6 × 6 images that any classifier tells apart: bright above, or bright below; with noise. */
export function separableBatch(n: number): Batch {
  const { inputs, labels } = noiseBatch([1, 6, 6], n, 2, 3);
  const data = inputs.data.map((noise, i) => {
    const row = Math.floor((i % 36) / 6);
    const bright = labels[Math.floor(i / 36)] === 0 ? row < 3 : row >= 3;
    return 0.3 * noise + (bright ? 1 : -1) * (row + 1) * 0.3;
  });
  return { inputs: { shape: inputs.shape, data }, labels };
}
