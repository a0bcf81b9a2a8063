import assert from "node:assert/strict";
import type { Batch, NetworkRuntime, TrainingSchedule } from "../../contracts/runtime.ts";
import { type ErrorCode, ProxyboError } from "../../errors/error.ts";
import { greedyTranscript } from "../../network/ctc.ts";
import { symbolErrorRate } from "../../network/edit-distance.ts";
import type { ConformanceCase } from "../conformance.ts";
import { close } from "./closeness.ts";
import { noiseTranscripts, readableTranscripts, recognizer, smallNetwork } from "./specs.ts";

const schedule: TrainingSchedule = {
  epochs: 15,
  batchSize: 16,
  optimizer: { type: "adam", learningRate: 0.02, weightDecay: 0 },
  decay: "cosine",
  augmentation: { flip: true, shift: 4 },
  seed: 1,
};

/** Training on transcripts, and dropout. */
export function transcriptionCases(runtime: NetworkRuntime): ConformanceCase[] {
  const trained = async (examples: Batch, changes: Partial<TrainingSchedule> = {}, dropout = 0) => {
    await using network = await runtime.instantiate(recognizer(dropout), { seed: 3 });
    const { losses } = await network.train(examples, { ...schedule, ...changes });
    return { losses, parameters: await network.read() };
  };
  const rejects = (code: ErrorCode, promise: Promise<unknown>): Promise<void> =>
    assert.rejects(promise, (error) => error instanceof ProxyboError && error.code === code);
  return [
    {
      name: "learns to transcribe, and tells the error rate in percent",
      run: async () => {
        await using network = await runtime.instantiate(recognizer(), { seed: 3 });
        const others = readableTranscripts(20, 2);
        const before = await network.evaluate(others, 8);
        const { losses } = await network.train(readableTranscripts(64), schedule);
        assert.ok(losses.at(-1)! < losses[0]! / 3, `losses fall: ${losses.join(", ")}`);
        const after = await network.evaluate(others, 8);
        assert.ok(before.symbolErrorRate! > 50, `at first ${before.symbolErrorRate} %`);
        assert.ok(after.symbolErrorRate! < 25, `in the end ${after.symbolErrorRate} %`);
        assert.ok(after.loss < before.loss / 3, `losses ${before.loss}, ${after.loss}`);
        assert.ok(Math.abs(after.accuracy + after.symbolErrorRate! - 100) < 1e-9, "accuracy is the rest");
      },
    },
    {
      name: "evaluates transcripts by greedy decoding, whatever the size of the batches",
      run: async () => {
        await using network = await runtime.instantiate(recognizer(), { seed: 3 });
        await network.train(readableTranscripts(32), { ...schedule, epochs: 3 });
        const examples = readableTranscripts(10, 2);
        const { data } = await network.forward(examples.inputs, "running");
        const decoded = examples.transcripts.map((_, n) =>
          greedyTranscript(
            Float32Array.from({ length: 24 }, (__, i) => data[n * 24 + (i % 4) * 6 + Math.floor(i / 4)]!),
            4,
          ),
        );
        const [first, second] = [await network.evaluate(examples, 3), await network.evaluate(examples, 10)];
        close([first.symbolErrorRate!], [symbolErrorRate(decoded, examples.transcripts)], 1e-6, "error rate");
        close(
          [second.symbolErrorRate!, second.loss],
          [first.symbolErrorRate!, first.loss],
          1e-4,
          "in one batch",
        );
      },
    },
    {
      name: "drops values while training, by the seed of the schedule, and at no other time",
      run: async () => {
        const examples = readableTranscripts(24);
        const whole = { epochs: 2, batchSize: 24 };
        const first = await trained(examples, whole, 0.5);
        assert.deepEqual(await trained(examples, whole, 0.5), first, "the same seed");
        assert.notDeepEqual(await trained(examples, { ...whole, seed: 2 }, 0.5), first, "another seed");
        assert.notDeepEqual(await trained(examples, whole), first, "without dropout");
        await using dropping = await runtime.instantiate(recognizer(0.5), { seed: 3 });
        await using plain = await runtime.instantiate(recognizer(), { seed: 3 });
        assert.deepEqual(
          await dropping.forward(examples.inputs),
          await plain.forward(examples.inputs),
          "forward",
        );
        assert.deepEqual(
          await dropping.gradients(examples, "ctc"),
          await plain.gradients(examples, "ctc"),
          "gradients",
        );
      },
    },
    {
      name: "refuses transcripts that are missing, of no symbol or longer than can be spelled",
      run: async () => {
        await using network = await runtime.instantiate(recognizer(), { seed: 4 });
        const batch = noiseTranscripts(4);
        const { inputs, labels, transcripts } = batch;
        await rejects("DATASET_INVALID", network.gradients({ inputs, labels }, "ctc"));
        const changed = (...symbols: number[]) => ({
          ...batch,
          transcripts: transcripts.with(2, Int32Array.from(symbols)),
        });
        await rejects("DATASET_INVALID", network.gradients(changed(0), "ctc"));
        await rejects("DATASET_INVALID", network.train(changed(4), schedule));
        // Seven positions for four symbols that are alike; there are six.
        await rejects("DATASET_INVALID", network.evaluate(changed(1, 1, 1, 1), 2));
        await network.evaluate(changed(1, 2, 1, 2, 1, 2), 2);
        await using classifier = await runtime.instantiate(smallNetwork(), { seed: 4 });
        const images = { ...batch, inputs: { shape: [4, 1, 6, 6], data: new Float32Array(144) } };
        await rejects("NETWORK_INVALID", classifier.train(images, schedule));
      },
    },
  ];
}
