import { createRandom } from "../../random/random.ts";
import { permutation } from "../../random/permutation.ts";
import type { TrainingSchedule } from "../../contracts/runtime.ts";

/** The rate of step `step` of `steps`, counted from 0: constant, or half a cosine from the first rate to 0. */
export function learningRate({ optimizer, decay }: TrainingSchedule, step: number, steps: number): number {
  if (decay === "constant") return optimizer.learningRate;
  return (optimizer.learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}

/**
 * The examples of each step of an epoch, in a random order. A smaller rest at the end is a step of its own, unless it is
 * a single example, which batch normalisation cannot take.
 */
export function stepsOfEpoch(n: number, schedule: TrainingSchedule, epoch: number): readonly Uint32Array[] {
  const order = permutation(n, createRandom(schedule.seed, "order", epoch));
  const steps: Uint32Array[] = [];
  for (let from = 0; from < n; from += schedule.batchSize)
    steps.push(order.subarray(from, from + schedule.batchSize));
  if (steps.length > 1 && schedule.batchSize > 1 && steps.at(-1)!.length === 1) steps.pop();
  return steps;
}
