import type { Task } from "@proxybo/core";

/** What networks are scored as: everything that changes the scores, beside the code. */
export interface Settings {
  readonly stemChannels: number;
  readonly stacks: number;
  readonly modulesPerStack: number;
  /** Pixels on each side of an image of Fashion-MNIST. */
  readonly size: 14 | 28;
  /** Examples in the mini-batch. */
  readonly batchSize: number;
  /** Draws the mini-batch and the initial parameters. */
  readonly seed: number;
}

/** A sixteenth of the official width, a third of its modules: about 20 ms an architecture. */
export const defaults: Settings = {
  stemChannels: 8,
  stacks: 3,
  modulesPerStack: 1,
  size: 14,
  batchSize: 16,
  seed: 1,
};

/** Parameters and FLOPs are those of the official network on CIFAR-10. */
export const official: Task = { kind: "classification", input: [3, 32, 32], classes: 10 };
