import type { NetworkNode, NetworkSpec, Operation } from "@proxybo/core";
import { createRandom } from "@proxybo/core";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { importModule } from "./backends/open.ts";
import type { TensorFlow } from "./backends/tensorflow.ts";
import { tfjs } from "./index.ts";

const architectures = 1000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** A network of structure n: other operations, channels and sizes each time. */
function network(n: number): NetworkSpec {
  const random = createRandom(n, "structure");
  const size = 6 + random.integer(3);
  const nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];
  const push = (operation: Operation, ...inputs: number[]) => nodes.push({ operation, inputs }) - 1;
  const conv = (from: number, channels: number, kernel: 1 | 3, stride: 1 | 2) =>
    push(
      {
        type: "conv2d",
        channels,
        kernel: [kernel, kernel],
        stride: [stride, stride],
        padding: kernel === 3 ? [1, 1] : [0, 0],
        dilation: [1, 1],
        groups: 1,
        bias: false,
      },
      from,
    );
  const channels = 2 + random.integer(6);
  let at = conv(0, channels, 3, 1);
  for (let layer = 0; layer < 3; layer++) {
    const window = { kernel: [3, 3], stride: [1, 1], padding: [1, 1] } as const;
    const branches = [
      conv(at, channels, 3, 1),
      conv(at, channels, 1, 1),
      push({ type: "max-pool2d", ...window }, at),
      push({ type: "avg-pool2d", ...window, countPadding: false }, at),
      push({ type: "zero" }, at),
    ];
    const chosen = branches.filter(() => random.uniform() < 0.6);
    at = push({ type: "add" }, ...(chosen.length > 0 ? chosen : branches));
    at = push({ type: "relu" }, push({ type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 }, at));
    if (layer === 1) at = conv(at, channels, 3, 2);
  }
  push(
    { type: "linear", features: 3, bias: true },
    push({ type: "global-avg-pool" }, push({ type: "rescale" }, at)),
  );
  return { version: 1, input: [1, size, size], nodes };
}

it(`keeps no tensors and no memory over ${architectures} architectures, each differentiated and trained a step`, async () => {
  const runtime = await tfjs.create({ backend: "wasm" });
  const { default: tf } = (await importModule("@tensorflow/tfjs-core")) as { default: TensorFlow };
  const wasm = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  const turn = async (n: number): Promise<void> => {
    const spec = network(n);
    await using instance = await runtime.instantiate(spec, { seed: n });
    const random = createRandom(n, "examples");
    const examples = {
      inputs: {
        shape: [4, ...spec.input],
        data: Float32Array.from({ length: 4 * spec.input[1]! * spec.input[2]! }, () => random.normal()),
      },
      labels: Int32Array.of(0, 1, 2, 0),
    };
    await instance.gradients(examples, "cross-entropy");
    await instance.inputGradients(examples.inputs);
    await instance.channelGradients(examples, "cross-entropy", [1, spec.nodes.length - 1]);
    await instance.hessianProduct(examples, "cross-entropy", await instance.read());
    await instance.batchStatistics(examples.inputs);
    await instance.activations(examples.inputs);
    await instance.train(examples, {
      epochs: 1,
      batchSize: 4,
      optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0 },
      decay: "constant",
      augmentation: { flip: true, shift: 1 },
      seed: n,
    });
    await (await instance.withParameters((values) => values)).dispose();
  };
  for (let n = 0; n < architectures / 4; n++) await turn(n);
  const measured = () => {
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    const { numTensors, numDataBuffers } = tf.memory();
    return { numTensors, numDataBuffers, wasm: wasm.wasm.HEAPU8.length, heapUsed, rss };
  };
  const before = measured();
  for (let n = architectures / 4; n < architectures; n++) await turn(n);
  const { heapUsed, rss, ...counted } = measured();
  expect(before).toMatchObject(counted);
  const mebibytes = (bytes: number) => bytes / 2 ** 20;
  expect(mebibytes(heapUsed - before.heapUsed)).toBeLessThan(8);
  // What the engine has not given back to the system yet counts here.
  expect(mebibytes(rss - before.rss)).toBeLessThan(128);
}, 120_000);
