import type { TrainingSchedule } from "../../contracts/runtime.ts";
import { describe, expect, it } from "vitest";
import { learningRate, stepsOfEpoch } from "./schedule.ts";

const schedule: TrainingSchedule = {
  epochs: 2,
  batchSize: 4,
  optimizer: { type: "adam", learningRate: 0.3, weightDecay: 0 },
  decay: "cosine",
  augmentation: { flip: false, shift: 0 },
  seed: 1,
};

describe("learningRate", () => {
  it("falls along half a cosine from the first rate to 0, or stays", () => {
    // torch.optim.lr_scheduler.CosineAnnealingLR(T_max=6), lr 0.3
    const torch = [0.3, 0.27990381, 0.225, 0.15, 0.075, 0.02009619];
    for (const [step, rate] of torch.entries()) expect(learningRate(schedule, step, 6)).toBeCloseTo(rate, 8);
    expect(learningRate({ ...schedule, decay: "constant" }, 5, 6)).toBe(0.3);
  });
});

describe("stepsOfEpoch", () => {
  const sizes = (n: number, batchSize = 4) =>
    stepsOfEpoch(n, { ...schedule, batchSize }, 1).map(({ length }) => length);

  it("takes every example once, in an order of each epoch and seed", () => {
    const order = (seed: number, epoch: number) =>
      stepsOfEpoch(10, { ...schedule, seed }, epoch).flatMap((step) => [...step]);
    expect(order(1, 1).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(order(1, 1)).toEqual(order(1, 1));
    expect(order(1, 2)).not.toEqual(order(1, 1));
    expect(order(2, 1)).not.toEqual(order(1, 1));
  });

  it("keeps a smaller last batch, but not one of a single example", () => {
    expect(sizes(10)).toEqual([4, 4, 2]);
    expect(sizes(9)).toEqual([4, 4]);
    expect(sizes(8)).toEqual([4, 4]);
    expect(sizes(1)).toEqual([1]);
    expect(sizes(3, 1)).toEqual([1, 1, 1]);
  });
});
