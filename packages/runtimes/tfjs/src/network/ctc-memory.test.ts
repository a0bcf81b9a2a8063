import { type NetworkSpec, transcribed } from "@proxybo/core";
import { expect, it } from "vitest";
import { importModule } from "../backends/open.ts";
import type { TensorFlow } from "../backends/tensorflow.ts";
import { tfjs } from "../index.ts";

const spec: NetworkSpec = {
  version: 1,
  input: [3, 8],
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    {
      operation: {
        type: "conv1d",
        channels: 4,
        kernel: 4,
        stride: 1,
        padding: [2, 1],
        dilation: 1,
        groups: 1,
        bias: true,
      },
      inputs: [0],
    },
    { operation: { type: "batch-norm", affine: true, epsilon: 1e-3, momentum: 0.1 }, inputs: [1] },
    { operation: { type: "relu", ceiling: 20 }, inputs: [2] },
    { operation: { type: "layer-norm", affine: true, epsilon: 1e-3 }, inputs: [3] },
    { operation: { type: "dropout", rate: 0.3 }, inputs: [4] },
    { operation: { type: "rescale" }, inputs: [5] },
    { operation: { type: "lstm", hidden: 5 }, inputs: [6] },
    { operation: { type: "linear", features: 3, bias: true }, inputs: [7] },
  ],
};
const examples = transcribed(
  { shape: [4, 3, 8], data: Float32Array.from({ length: 96 }, (_, i) => Math.sin(i * i)) },
  [Int32Array.of(1, 2), Int32Array.of(2, 2), Int32Array.of(), Int32Array.of(1)],
);

// The logits of CTC are read back in the middle of a pass, so that its tensors outlive the scope they are made in.
it.each(["wasm", "cpu"] as const)(
  "CTC leaves no tensors behind on %s, even where it is broken off",
  async (backend) => {
    const runtime = await tfjs.create({ backend });
    const { default: tf } = (await importModule("@tensorflow/tfjs-core")) as { default: TensorFlow };
    const network = await runtime.instantiate(spec, { seed: 1 });
    const counts = () => ({ tensors: tf.memory().numTensors, buffers: tf.memory().numDataBuffers });
    const before = counts();
    await network.gradients(examples, "ctc");
    expect(counts()).toEqual(before);
    await network.train(examples, {
      epochs: 2,
      batchSize: 4,
      optimizer: { type: "adam", learningRate: 0.01, weightDecay: 0 },
      decay: "constant",
      augmentation: { flip: false, shift: 0 },
      seed: 1,
    });
    await network.evaluate(examples, 3);
    expect(counts()).toEqual(before);
    const other = await runtime.instantiate(spec, { seed: 2 });
    const broken = other.gradients(examples, "ctc");
    await other.dispose();
    await expect(broken).rejects.toMatchObject({ code: "USAGE" });
    expect(counts()).toEqual(before);
    await runtime.dispose();
  },
);
