import assert from "node:assert/strict";
import type { NetworkSpec, Operation } from "../../contracts/network.ts";
import type { Batch, NetworkRuntime, Parameters, Tensor } from "../../contracts/runtime.ts";
import { ctcLoss } from "../../network/ctc.ts";
import { initialParameters } from "../../network/parameters.ts";
import { createRandom, type Random } from "../../random/random.ts";
import type { ConformanceCase } from "../conformance.ts";
import { batchNorm, conv1d, conv2d, node, noiseBatch, noiseTranscripts, spec, withHead } from "./specs.ts";

const images = [3, 6, 5] as const;
const padded = { padding: [1, 1] } as const;
const window = { kernel: [3, 3], stride: [1, 1], ...padded } as const;

const on = (input: readonly number[], ...operations: readonly Operation[]): NetworkSpec =>
  spec(input, ...operations.map((operation, i) => node(operation, i)));

/** For each operation a network that holds it. `rescale` is apart: its divisor is a constant for gradients. */
export const networks: Readonly<Record<string, NetworkSpec>> = {
  "conv2d with padding": on(images, conv2d(4, 3, padded)),
  "conv2d with stride": on(images, conv2d(4, 3, { ...padded, stride: [2, 2], bias: true })),
  "conv2d with stride and a small kernel": on(images, conv2d(4, 1, { stride: [2, 2] })),
  "conv2d with dilation": on(images, conv2d(4, 3, { padding: [2, 2], dilation: [2, 2] })),
  "conv2d with groups": on([6, 5, 5], conv2d(4, 3, { ...padded, groups: 2 })),
  "conv2d by channel": on([5, 5, 5], conv2d(5, 3, { ...padded, stride: [2, 2], groups: 5 })),
  "conv1d with stride and padding": on([4, 9], conv1d(5, 3, { stride: 2, padding: 1, bias: true })),
  "conv1d with dilation and groups": on([4, 9], conv1d(6, 3, { padding: 2, dilation: 2, groups: 2 })),
  "conv1d with unlike padding": on([4, 9], conv1d(5, 4, { stride: 2, padding: [3, 1] })),
  "batch-norm of images": on(images, batchNorm()),
  "batch-norm of a sequence": on([5, 7], batchNorm()),
  "batch-norm without parameters": on(images, batchNorm(0.1, false)),
  "layer-norm of a sequence": on([5, 7], { type: "layer-norm", affine: true, epsilon: 1e-3 }),
  "layer-norm of images": on(images, { type: "layer-norm", affine: true, epsilon: 1e-5 }),
  "layer-norm without parameters": on([5], { type: "layer-norm", affine: false, epsilon: 1e-5 }),
  "dropout, which leaves all be outside of training": on(images, { type: "dropout", rate: 0.5 }),
  relu: on(images, { type: "relu" }),
  "relu with a ceiling": on(images, { type: "relu", ceiling: 0.5 }),
  "max-pool2d": on(images, { type: "max-pool2d", ...window }),
  "avg-pool2d that counts padding": on(images, { type: "avg-pool2d", ...window, countPadding: true }),
  "avg-pool2d that does not count padding": on(images, {
    type: "avg-pool2d",
    ...window,
    stride: [2, 2],
    countPadding: false,
  }),
  "global-avg-pool": on(images, { type: "global-avg-pool" }),
  add: spec(images, node(conv2d(3, 1), 0), node({ type: "add" }, 0, 1, 1)),
  concat: spec(images, node(conv2d(2, 1), 0), node({ type: "concat" }, 1, 0, 1)),
  "linear of features": on([6], { type: "linear", features: 4, bias: true }),
  "linear of a sequence": on([6, 5], { type: "linear", features: 4, bias: true }),
  lstm: on([4, 6], { type: "lstm", hidden: 5 }),
  identity: on(images, { type: "identity" }),
  zero: spec(images, node(conv2d(3, 1), 0), node({ type: "zero" }, 1), node({ type: "add" }, 0, 2)),
  truncate: on(images, { type: "truncate", channels: 2 }),
};

/** Gradients against differences of the loss, computed in float64 from the outputs of `forward`. */
export function differenceCases(runtime: NetworkRuntime): ConformanceCase[] {
  return Object.entries(networks).map(([name, body]) => ({
    name: `differentiates ${name}: gradients agree with finite differences`,
    run: async () => {
      const network = withHead(body, 3);
      const batch = noiseBatch(network.input, 4, 3);
      const parameters = initialParameters(network, 5);
      const random = createRandom(9, name);
      await using instance = await runtime.instantiate(network, { seed: 5, parameters });
      const { loss, gradients } = await instance.gradients(batch, "cross-entropy");
      const expected = crossEntropy(await instance.forward(batch.inputs), batch.labels);
      near(loss, expected, 1e-4 * (1 + Math.abs(expected)), "loss");
      assert.equal(gradients.length, instance.parameters.length, "as many gradients as parameters");
      for (const [i, info] of instance.parameters.entries()) {
        const lossAt = async (values: Float32Array): Promise<number> => {
          await using moved = await runtime.instantiate(network, {
            seed: 5,
            parameters: parameters.with(i, values),
          });
          return crossEntropy(await moved.forward(batch.inputs), batch.labels);
        };
        await agree(`∂loss/∂${info.name}`, parameters[i]!, gradients[i]!, lossAt, random);
      }
      const sumAt = async (data: Float32Array): Promise<number> =>
        sum((await instance.forward({ shape: batch.inputs.shape, data })).data);
      const back = await instance.inputGradients(batch.inputs);
      assert.deepEqual(back.shape, batch.inputs.shape, "inputGradients have the shape of the inputs");
      await agree("∂outputs/∂inputs", batch.inputs.data, back.data, sumAt, random);
    },
  }));
}

/** The loss `ctc`: what transcribing networks are trained on. */
export function ctcCase(runtime: NetworkRuntime): ConformanceCase {
  return {
    name: "differentiates CTC: gradients agree with finite differences",
    run: async () => {
      // Without ReLU, whose kinks differences would step over.
      const network = spec(
        [4, 12],
        node(conv1d(6, 4, { stride: 2, padding: [2, 1], bias: true }), 0),
        node({ type: "lstm", hidden: 8 }, 1),
        node({ type: "linear", features: 4, bias: true }, 2),
      );
      const parameters: Parameters = initialParameters(network, 5);
      const batch = noiseTranscripts(4);
      await using instance = await runtime.instantiate(network, { seed: 5, parameters });
      const { loss, gradients } = await instance.gradients(batch, "ctc");
      const expected = meanCtc(await instance.forward(batch.inputs), batch.transcripts);
      near(loss, expected, 1e-4 * (1 + Math.abs(expected)), "loss");
      for (const [i, info] of instance.parameters.entries()) {
        const lossAt = async (values: Float32Array): Promise<number> => {
          await using moved = await runtime.instantiate(network, {
            seed: 5,
            parameters: parameters.with(i, values),
          });
          return meanCtc(await moved.forward(batch.inputs), batch.transcripts);
        };
        await agree(`∂loss/∂${info.name}`, parameters[i]!, gradients[i]!, lossAt, createRandom(3, info.name));
      }
    },
  };
}

/** The loss `sum-of-outputs`: what synflow differentiates. */
export function sumOfOutputsCase(runtime: NetworkRuntime): ConformanceCase {
  return {
    name: "differentiates the sum of outputs",
    run: async () => {
      const network = withHead(networks["conv2d with padding"]!, 3);
      const parameters: Parameters = initialParameters(network, 5);
      const batch: Batch = noiseBatch(network.input, 4, 3);
      await using instance = await runtime.instantiate(network, { seed: 5 });
      const { loss, gradients, logScale } = await instance.gradients(batch, "sum-of-outputs");
      const expected = sum((await instance.forward(batch.inputs)).data);
      near(loss, expected, 1e-4 * (1 + Math.abs(expected)), "loss");
      assert.equal(logScale, 0, "logScale of a network without rescale");
      const sumAt = async (values: Float32Array): Promise<number> => {
        await using moved = await runtime.instantiate(network, {
          seed: 5,
          parameters: parameters.with(0, values),
        });
        return sum((await moved.forward(batch.inputs)).data);
      };
      await agree("∂sum/∂θ", parameters[0]!, gradients[0]!, sumAt, createRandom(2));
    },
  };
}

/** Compares a gradient with central differences of `value` along its own and two random directions. */
async function agree(
  what: string,
  point: Float32Array,
  gradient: Float32Array,
  value: (point: Float32Array) => Promise<number>,
  random: Random,
): Promise<void> {
  assert.equal(gradient.length, point.length, `${what}: one value for each of the point`);
  const norm = Math.hypot(...gradient);
  const directions = [
    Float64Array.from(gradient),
    ...[1, 2].map(() => Float64Array.from(gradient, () => random.normal())),
  ];
  for (const direction of directions) {
    const length = Math.hypot(...direction);
    if (length === 0) continue;
    const step = 0.01;
    const moved = (by: number) => point.map((x, i) => x + (by * direction[i]!) / length);
    const difference = ((await value(moved(step))) - (await value(moved(-step)))) / (2 * step);
    const slope = gradient.reduce((total, g, i) => total + (g * direction[i]!) / length, 0);
    near(slope, difference, 0.02 * Math.abs(slope) + 0.01 * norm + 1e-4, what);
  }
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: expected ${expected}, got ${actual}`);
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Each transcript's CTC by its number of symbols; outputs are `[n, channels, positions]`. */
function meanCtc({ shape, data }: Tensor, transcripts: readonly Int32Array[]): number {
  const [n, channels, positions] = shape as [number, number, number];
  const losses = transcripts.map((transcript, example) => {
    const logits = Float32Array.from({ length: channels * positions }, (_, i) => {
      const [t, channel] = [Math.floor(i / channels), i % channels];
      return data[(example * channels + channel) * positions + t]!;
    });
    return ctcLoss(logits, channels, transcript) / Math.max(1, transcript.length);
  });
  return losses.reduce((total, loss) => total + loss, 0) / n;
}

function crossEntropy({ shape, data }: Tensor, labels: Int32Array): number {
  const classes = shape[1]!;
  return (
    labels.reduce((total, label, i) => {
      const logits = data.subarray(i * classes, (i + 1) * classes);
      return total + Math.log(sum(logits.map(Math.exp))) - logits[label]!;
    }, 0) / labels.length
  );
}
