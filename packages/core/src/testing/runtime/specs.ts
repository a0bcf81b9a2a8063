import type { NetworkNode, NetworkSpec, Operation, Shape } from "../../contracts/network.ts";
import type { Batch, Tensor } from "../../contracts/runtime.ts";
import { transcribed } from "../../network/transcripts.ts";
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

/** A small network of the parts of a speech recogniser, for transcripts of the symbols 1 … 3 at 6 positions. */
export function recognizer(dropout = 0): NetworkSpec {
  return spec(
    [4, 12],
    node(conv1d(6, 4, { stride: 2, padding: [2, 1], bias: true }), 0),
    node({ type: "relu", ceiling: 20 }, 1),
    node({ type: "layer-norm", affine: true, epsilon: 1e-3 }, 2),
    node({ type: "dropout", rate: dropout }, 3),
    node({ type: "lstm", hidden: 8 }, 4),
    node({ type: "linear", features: 4, bias: true }, 5),
  );
}

type Transcriptions = ReturnType<typeof transcribed>;

/** Normal noise with transcripts of 0 … 3 symbols, doubled ones among them. */
export function noiseTranscripts(n: number, seed = 1): Transcriptions {
  const transcripts = [[1, 3], [2, 2, 1], [], [3]].map((symbols) => Int32Array.from(symbols));
  const all = Array.from({ length: n }, (_, i) => transcripts[i % 4]!);
  return transcribed(noiseBatch([4, 12], n, 1, seed).inputs, all);
}

/** Three patterns one after the other, each of its symbol: one channel is high at 3 of 4 positions; with noise. */
export function readableTranscripts(n: number, seed = 1): Transcriptions {
  const random = createRandom(seed, "readable");
  const data = new Float32Array(n * 4 * 12).map(() => 0.3 * random.normal());
  const transcripts = Array.from({ length: n }, (_, example) =>
    Int32Array.from({ length: 3 }, (__, place) => {
      const symbol = 1 + random.integer(3);
      for (let t = 0; t < 3; t++) data[(example * 4 + symbol) * 12 + place * 4 + t]! += 2;
      return symbol;
    }),
  );
  return transcribed({ shape: [n, 4, 12], data }, transcripts);
}
