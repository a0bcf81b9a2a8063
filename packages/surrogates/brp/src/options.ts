import { z } from "zod";

/** How the predictor is built and trained. */
export const relationOptions = z.strictObject({
  members: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe("networks of the ensemble; from 2 on predictions carry a variance"),
  layers: z.int().min(1).max(16).default(4).describe("graph convolutions of a network"),
  hidden: z
    .int()
    .min(4)
    .max(1024)
    .multipleOf(4)
    .default(16)
    .describe("features of a node after each convolution, a multiple of 4"),
  adjacency: z
    .enum(["symmetric", "directed"])
    .default("symmetric")
    .describe("symmetric: nodes gather along edges both ways; directed: only from what they read"),
  contract: z
    .boolean()
    .default(true)
    .describe("drop what computes nothing (none, skips, dead operations) from the graphs first"),
  epochs: z.int().min(1).default(60).describe("passes over the observations"),
  batch: z.int().min(2).default(32).describe("architectures of a step; all pairs among them are compared"),
  learningRate: z.number().positive().default(0.01).describe("of the first step; falls to 0 along a cosine"),
  weightDecay: z.number().min(0).default(0.01).describe("decoupled, a share of the learning rate"),
});

/** Options of `createRelationPredictor`, all optional. */
export type RelationOptions = z.input<typeof relationOptions>;

/** Options with every default filled in. */
export type RelationSettings = z.output<typeof relationOptions>;
