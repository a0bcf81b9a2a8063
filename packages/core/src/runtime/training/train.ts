import { setImmediate } from "node:timers/promises";
import type { Batch, TrainingProgress, TrainingResult, TrainingSchedule } from "../../contracts/runtime.ts";
import { createRandom, type Random } from "../../random/random.ts";
import { ProxyboError } from "../../errors/error.ts";
import type { Shape } from "../../contracts/network.ts";
import { channelsLast } from "../layout.ts";
import { gatherBatch } from "./batches.ts";
import { createUpdater } from "./optimizer.ts";
import { learningRate, stepsOfEpoch } from "./schedule.ts";

/** One step's examples: inputs are `[n, …positions, channels]`. */
export interface StepBatch {
  readonly data: Float32Array;
  readonly labels: Int32Array;
  readonly transcripts?: readonly Int32Array[];
}

/** What the loop trains. */
export interface Trainee {
  readonly input: Shape;
  /** The parameters as the machine lays them out: changed in place by the loop. */
  readonly parameters: readonly Float32Array[];
  /** Loss and gradients by the parameters as last written; `random` says what is dropped. */
  differentiate(
    batch: StepBatch,
    random: Random,
  ): Promise<{
    readonly loss: number;
    readonly gradients: readonly (Float32Array | undefined)[];
  }>;
  /** The parameters have changed. */
  written(): void;
}

export interface TrainingWatch {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: TrainingProgress) => void;
}

/** Steps through all epochs of a schedule. Order, augmentation, dropout and so the result depend on its seed only. */
export async function trainLoop(
  trainee: Trainee,
  examples: Batch,
  schedule: TrainingSchedule,
  { signal, progress }: TrainingWatch = {},
): Promise<TrainingResult> {
  checkSchedule(schedule);
  const started = performance.now();
  const data = channelsLast(examples.inputs.data, examples.inputs.shape);
  const { labels, transcripts } = examples;
  const updater = createUpdater(schedule.optimizer);
  const losses: number[] = [];
  let step = 0;
  for (let epoch = 1; epoch <= schedule.epochs; epoch++) {
    const batches = stepsOfEpoch(labels.length, schedule, epoch);
    const random = createRandom(schedule.seed, "augmentation", epoch);
    let sum = 0;
    for (const chosen of batches) {
      // A turn of the event loop, so that timers and signals get their chance.
      await setImmediate();
      signal?.throwIfAborted();
      const batch = {
        data: gatherBatch(data, trainee.input, chosen, schedule.augmentation, random),
        labels: Int32Array.from(chosen, (example) => labels[example]!),
        ...(transcripts && { transcripts: Array.from(chosen, (example) => transcripts[example]!) }),
      };
      const { loss, gradients } = await trainee.differentiate(
        batch,
        createRandom(schedule.seed, "dropout", step),
      );
      const rate = learningRate(schedule, step, schedule.epochs * batches.length);
      updater.update(trainee.parameters, gradients, rate);
      trainee.written();
      sum += loss;
      step++;
    }
    losses.push(sum / batches.length);
    progress?.({ epoch, epochs: schedule.epochs, loss: sum / batches.length });
  }
  return { losses, seconds: (performance.now() - started) / 1000 };
}

function checkSchedule({ epochs, batchSize }: TrainingSchedule): void {
  for (const [field, value] of Object.entries({ epochs, batchSize }))
    if (!Number.isInteger(value) || value < 1)
      throw new ProxyboError("OPTION_INVALID", `expected a whole number ≥ 1, got ${value}`, {
        place: { field },
      });
}
