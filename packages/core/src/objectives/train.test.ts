import { describe, expect, it } from "vitest";
import { type Necklace, necklaces } from "../../test/necklaces.ts";
import type { Dataset } from "../contracts/dataset.ts";
import type { ObjectiveContext } from "../contracts/plugin.ts";
import type { Network, NetworkRuntime, TrainingSchedule } from "../contracts/runtime.ts";
import { parametersOf } from "../network/parameters.ts";
import { requestFor, testObjective } from "../testing/objective.ts";
import { train as entry, trainObjective } from "./train.ts";
import { trainOptions } from "./train-options.ts";

const space = necklaces(6);
const architecture: Necklace = [0, 1, 2, 0, 1, 2];
const dataset: Dataset = {
  name: "dots",
  fingerprint: "1",
  task: { kind: "classification", input: [3, 8, 8], classes: 4 },
  classes: ["a", "b", "c", "d"],
  examples: async (split) => ({
    inputs: { shape: [1, 3, 8, 8], data: new Float32Array(192) },
    labels: new Int32Array(["train", "validation", "test"].indexOf(split) + 1),
  }),
};

/**
 * A runtime that notes what it is asked for. Real training is tested with real runtimes, which core does not know;
 * here it is about what the objective asks of one. Splits tell themselves by their number of labels.
 */
function notingRuntime(fault?: "instantiate" | "train", errorRates?: readonly number[]) {
  const notes: { seeds: number[]; schedules: TrainingSchedule[]; trainedOn: number[]; live: number } = {
    seeds: [],
    schedules: [],
    trainedOn: [],
    live: 0,
  };
  const runtime: Pick<NetworkRuntime, "instantiate"> = {
    instantiate: async (spec, { seed }) => {
      if (fault === "instantiate") throw new Error("out of memory");
      notes.live += 1;
      notes.seeds.push(seed);
      const dispose = async (): Promise<void> => {
        notes.live -= 1;
      };
      const network: Partial<Network> = {
        spec,
        parameters: parametersOf(spec),
        train: async (examples, schedule, { signal, progress } = {}) => {
          notes.schedules.push(schedule);
          notes.trainedOn.push(examples.labels.length);
          for (let epoch = 1; epoch <= schedule.epochs; epoch++) {
            progress?.({ epoch, epochs: schedule.epochs, loss: 1 / epoch });
            if (fault === "train") throw new Error("the loss is NaN");
            await new Promise((resolve) => setTimeout(resolve, 1));
            signal?.throwIfAborted();
          }
          return { losses: [1], seconds: 0.5 };
        },
        evaluate: async ({ labels: { length } }) => ({
          accuracy: length === 2 ? 75 : 60,
          loss: length,
          ...(errorRates && { symbolErrorRate: errorRates[length]! }),
        }),
        dispose,
        [Symbol.asyncDispose]: dispose,
      };
      return network as Network;
    },
  };
  return { runtime: runtime as NetworkRuntime, notes };
}

describe("the train objective", () => {
  for (const { name, run } of testObjective(
    () => trainObjective({ space, runtime: notingRuntime().runtime, dataset }, { epochs: 2 }),
    { space },
  ))
    it(name, () => run());

  it("trains on one split, and judges by the two others", async () => {
    const { runtime, notes } = notingRuntime();
    const objective = await trainObjective(
      { space, runtime, dataset },
      { epochs: 4, batchSize: 8, learningRate: 0.2, flip: false, shift: 1, decay: "constant" },
    );
    const progress: unknown[] = [];
    const report = (...given: unknown[]): void => void progress.push(given);
    const evaluation = await objective.evaluate(requestFor(space, architecture, { seed: 5, report }));
    // Parameters by hand: linear layers 3→1→2→3→1→2→3 and 3→4, with biases.
    expect(evaluation).toEqual({
      status: "ok",
      error: 25,
      metrics: { test: 40, loss: 2, parameters: 4 + 4 + 9 + 4 + 4 + 9 + 16 },
      seconds: expect.any(Number),
    });
    expect(notes).toEqual({
      seeds: [5],
      trainedOn: [1],
      live: 0,
      schedules: [
        {
          epochs: 4,
          batchSize: 8,
          optimizer: { type: "sgd", learningRate: 0.2, momentum: 0.9, nesterov: true, weightDecay: 0.0005 },
          decay: "constant",
          augmentation: { flip: false, shift: 1 },
          seed: 5,
        },
      ],
    });
    expect(progress).toEqual([
      [0.25, "epoch 1 of 4, loss 1.000"],
      [0.5, "epoch 2 of 4, loss 0.500"],
      [0.75, "epoch 3 of 4, loss 0.333"],
      [1, "epoch 4 of 4, loss 0.250"],
    ]);
  });

  it("takes the symbol error rate of transcriptions for the error, even where it exceeds 100", async () => {
    const { runtime } = notingRuntime(undefined, [0, 0, 117.3, 43.7]);
    const objective = await trainObjective({ space, runtime, dataset }, { epochs: 1 });
    expect(await objective.evaluate(requestFor(space, architecture))).toMatchObject({
      status: "ok",
      error: 117.3,
      metrics: { test: 43.7, loss: 2 },
    });
  });

  it("has defaults for everything, and rates that suit the optimiser", async () => {
    const { runtime, notes } = notingRuntime();
    for (const optimizer of ["sgd", "adam"] as const) {
      const objective = await trainObjective({ space, runtime, dataset }, { optimizer, epochs: 1 });
      await objective.evaluate(requestFor(space, architecture));
    }
    expect(notes.schedules.map(({ optimizer }) => optimizer)).toEqual([
      { type: "sgd", learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.0005 },
      { type: "adam", learningRate: 0.001, weightDecay: 0.0005 },
    ]);
    expect(trainOptions["~standard"].validate({ epoch: 3 })).toHaveProperty("issues");
  });

  it.each([
    ["instantiate", "the training failed: out of memory"],
    ["train", "the training failed: the loss is NaN"],
  ] as const)("records what %s throws, and leaves no network behind", async (fault, reason) => {
    const { runtime, notes } = notingRuntime(fault);
    const objective = await trainObjective({ space, runtime, dataset });
    expect(await objective.evaluate(requestFor(space, architecture))).toMatchObject({
      status: "failed",
      code: "OBJECTIVE_FAILED",
      reason,
      log: expect.stringContaining(`at Object.${fault}`),
    });
    expect(notes.live).toBe(0);
  });

  it("rejects with the signal's reason when it is aborted midway, and leaves no network behind", async () => {
    const { runtime, notes } = notingRuntime();
    const controller = new AbortController();
    const reason = new Error("stopped");
    const objective = await trainObjective({ space, runtime, dataset }, { epochs: 1000 });
    const report = (fraction: number): void => {
      if (fraction > 0.002) controller.abort(reason);
    };
    const request = requestFor(space, architecture, { signal: controller.signal, report });
    await expect(objective.evaluate(request)).rejects.toBe(reason);
    expect(notes).toMatchObject({ live: 0, trainedOn: [1] });
  });

  it("fails at once, not at every evaluation, where runtime or data set are missing", async () => {
    const context = {
      space,
      directory: ".",
      dataset: async () => dataset,
      runtime: async () => {
        throw new Error("no runtime is configured");
      },
    } as unknown as ObjectiveContext;
    const { value } = (await trainOptions["~standard"].validate({})) as { value: never };
    await expect(entry.create(value, context)).rejects.toThrow("no runtime is configured");
  });
});
