import assert from "node:assert/strict";
import type { Batch, NetworkRuntime, TrainingSchedule } from "../../contracts/runtime.ts";
import type { ConformanceCase } from "../conformance.ts";
import { close } from "./closeness.ts";
import { batchNorm, node, noiseBatch, separableBatch, smallNetwork, spec } from "./specs.ts";

const schedule: TrainingSchedule = {
  epochs: 8,
  batchSize: 16,
  optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-4 },
  decay: "cosine",
  augmentation: { flip: false, shift: 0 },
  seed: 1,
};

const oneStep: TrainingSchedule = { ...schedule, epochs: 1, batchSize: 64, decay: "constant" };

/** What training changes, and what it depends on. */
export function trainingCases(runtime: NetworkRuntime): ConformanceCase[] {
  const trained = async (examples: Batch, changes: Partial<TrainingSchedule> = {}, seed = 3) => {
    await using network = await runtime.instantiate(smallNetwork(), { seed });
    const { losses } = await network.train(examples, { ...schedule, ...changes });
    return { losses, parameters: await network.read() };
  };
  return [
    {
      name: "learns to tell two separable classes apart",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 3 });
        const examples = separableBatch(64);
        const epochs: number[] = [];
        const { losses, seconds } = await network.train(examples, schedule, {
          progress: ({ epoch }) => epochs.push(epoch),
        });
        assert.deepEqual(epochs, [1, 2, 3, 4, 5, 6, 7, 8], "progress of each epoch");
        assert.equal(losses.length, 8, "a loss of each epoch");
        assert.ok(losses.at(-1)! < losses[0]! / 3, `losses fall: ${losses.join(", ")}`);
        assert.ok(seconds > 0, "seconds");
        const { accuracy, loss } = await network.evaluate(separableBatch(40), 16);
        assert.ok(accuracy > 95 && loss < 0.3, `accuracy ${accuracy} %, loss ${loss}`);
      },
    },
    {
      name: "trains the same by the same seed, otherwise by another",
      run: async () => {
        const examples = separableBatch(40);
        const augmentation = { flip: true, shift: 1 };
        const first = await trained(examples, { augmentation });
        assert.deepEqual(await trained(examples, { augmentation }), first, "the same seed");
        const other = await trained(examples, { augmentation, seed: 2 });
        assert.notDeepEqual(other.parameters, first.parameters, "another seed");
      },
    },
    {
      name: "mirrors images left to right when told to flip",
      run: async () => {
        const examples = separableBatch(32);
        const mirror = (i: number) => i - (i % 6) + Math.min(i % 6, 5 - (i % 6));
        const { shape, data } = examples.inputs;
        const symmetric = { ...examples, inputs: { shape, data: data.map((_, i) => data[mirror(i)]!) } };
        const flip = { augmentation: { flip: true, shift: 0 } };
        const [plain, flipped] = [await trained(symmetric), await trained(symmetric, flip)];
        assert.deepEqual(flipped, plain, "symmetric images stay what they are");
        assert.notDeepEqual(await trained(examples, flip), await trained(examples), "others do not");
      },
    },
    {
      name: "steps down the gradient, with weight decay",
      run: async () => {
        const examples = noiseBatch([1, 6, 6], 12, 2);
        for (const type of ["sgd", "adam"] as const) {
          await using network = await runtime.instantiate(smallNetwork(), { seed: 6 });
          const before = await network.read();
          const { gradients } = await network.gradients(examples, "cross-entropy");
          const [learningRate, weightDecay] = [0.05, 0.1];
          await network.train(examples, {
            ...oneStep,
            optimizer: {
              type,
              learningRate,
              weightDecay,
              ...(type === "sgd" ? { momentum: 0, nesterov: false } : {}),
            } as TrainingSchedule["optimizer"],
          });
          for (const [i, values] of (await network.read()).entries()) {
            const slopes = gradients[i]!.map((g, k) => g + weightDecay * before[i]![k]!);
            // Adam's first step goes by the sign, except where the slope is near its ε.
            const expected = before[i]!.map(
              (x, k) => x - learningRate * (type === "sgd" ? slopes[k]! : Math.sign(slopes[k]!)),
            );
            const clear = (_: number, k: number) => type === "sgd" || Math.abs(slopes[k]!) > 1e-4;
            close(values.filter(clear), expected.filter(clear), 1e-3, `${type}, parameter ${i}`);
          }
        }
      },
    },
    {
      name: "mixes the batch's mean and unbiased variance into the running statistics",
      run: async () => {
        const classifier = spec(
          [3],
          node(batchNorm(0.25, false), 0),
          node({ type: "linear", features: 3, bias: false }, 1),
        );
        const identity = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
        await using network = await runtime.instantiate(classifier, { seed: 1, parameters: [identity] });
        const examples = noiseBatch([3], 8, 3);
        const data = examples.inputs.data.map((x) => 2 * x + 1);
        const inputs = { shape: [8, 3], data };
        const optimizer = {
          type: "sgd",
          learningRate: 0,
          momentum: 0,
          nesterov: false,
          weightDecay: 0,
        } as const;
        await network.train({ ...examples, inputs }, { ...oneStep, optimizer });
        const running = await network.forward(inputs, "running");
        const expected = data.map((x, i) => {
          const column = data.filter((_, k) => k % 3 === i % 3);
          const mean = column.reduce((sum, value) => sum + value, 0) / 8;
          const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7;
          return (x - 0.25 * mean) / Math.sqrt(0.75 + 0.25 * variance + 1e-5);
        });
        close(running.data, expected, 1e-4, "outputs by running statistics");
      },
    },
    {
      name: "evaluates by running statistics, whatever the size of the batches",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 3 });
        const examples = separableBatch(21);
        await network.train(examples, { ...schedule, epochs: 1 });
        const { data } = await network.forward(examples.inputs, "running");
        const right = examples.labels.filter((label, i) => data[2 * i + label]! > data[2 * i + 1 - label]!);
        const first = await network.evaluate(examples, 4);
        close([first.accuracy], [(100 * right.length) / 21], 1e-6, "accuracy in percent");
        close([(await network.evaluate(examples, 21)).loss], [first.loss], 1e-4, "loss");
      },
    },
    {
      name: "leaves out a last batch of one example, which cannot be normalised",
      run: async () => {
        const { losses, parameters } = await trained(separableBatch(33), { epochs: 2 });
        assert.ok(losses.every(Number.isFinite), `losses ${losses.join(", ")}`);
        assert.ok(
          parameters.every((values) => values.every(Number.isFinite)),
          "finite parameters",
        );
      },
    },
    {
      name: "stops training with the signal's reason",
      run: async () => {
        await using network = await runtime.instantiate(smallNetwork(), { seed: 3 });
        const aborter = new AbortController();
        const reason = new Error("enough");
        const training = network.train(
          separableBatch(32),
          { ...schedule, epochs: 1000 },
          {
            signal: aborter.signal,
            progress: () => aborter.abort(reason),
          },
        );
        await assert.rejects(training, (error) => error === reason);
      },
    },
  ];
}
