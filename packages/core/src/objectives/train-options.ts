import { z } from "zod";
import type { TrainingSchedule } from "../contracts/runtime.ts";

export interface TrainOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: "sgd" | "adam";
  readonly learningRate?: number | undefined;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly decay: "cosine" | "constant";
  readonly flip: boolean;
  readonly shift: number;
}

export const trainOptions: z.ZodType<TrainOptions> = z.strictObject({
  epochs: z.int().min(1).default(12).describe("passes over the training examples"),
  batchSize: z.int().min(1).default(64).describe("examples a step"),
  optimizer: z.enum(["sgd", "adam"]).default("sgd").describe("how parameters follow gradients"),
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe("the first one; default: 0.1 for sgd, 0.001 for adam"),
  momentum: z.number().min(0).max(1).default(0.9).describe("of sgd"),
  nesterov: z.boolean().default(true).describe("of sgd: looks ahead along the momentum"),
  weightDecay: z.number().nonnegative().default(0.0005).describe("pulls weights to 0"),
  decay: z.enum(["cosine", "constant"]).default("cosine").describe("of the learning rate, over all steps"),
  flip: z
    .boolean()
    .default(true)
    .describe("mirrors training images left–right half of the time; sequences stay as they are"),
  shift: z.int().min(0).default(4).describe("moves training images by up to so many pixels"),
});

/** The schedule that options say, with `seed` for order and augmentation. */
export function scheduleOf(options: TrainOptions, seed: number): TrainingSchedule {
  const { epochs, batchSize, decay, flip, shift, momentum, nesterov, weightDecay } = options;
  return {
    epochs,
    batchSize,
    optimizer:
      options.optimizer === "sgd"
        ? { type: "sgd", learningRate: options.learningRate ?? 0.1, momentum, nesterov, weightDecay }
        : { type: "adam", learningRate: options.learningRate ?? 0.001, weightDecay },
    decay,
    augmentation: { flip, shift },
    seed,
  };
}
