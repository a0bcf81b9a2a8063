import { z } from "zod";

/** How a random forest is grown and how it judges its own uncertainty. */
export const forestOptions = z.strictObject({
  trees: z.int().min(1).max(10_000).default(10).describe("how many trees are grown"),
  bootstrap: z
    .boolean()
    .default(true)
    .describe("grow each tree on n observations drawn with replacement; otherwise on all of them"),
  maxDraws: z
    .int()
    .min(1)
    .default(2000)
    .describe("a bootstrapped tree is grown on at most so many draws, however many observations there are"),
  featureRatio: z
    .number()
    .gt(0)
    .max(1)
    .default(5 / 6)
    .describe("share of the features that each split chooses from"),
  minLeaf: z.int().min(1).default(1).describe("smallest number of distinct observations in a leaf"),
  minSplit: z
    .int()
    .min(2)
    .default(2)
    .describe("smallest number of distinct observations that is split further"),
  maxDepth: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(1_000_000)
    .describe("largest number of splits from the root to a leaf"),
  splits: z
    .enum(["best", "random"])
    .default("best")
    .describe("best: the best cut of each feature; random: one random cut of each feature (extra-trees)"),
  threshold: z
    .enum(["midpoint", "random"])
    .default("midpoint")
    .describe("where between two neighbouring values a continuous feature is cut"),
  varianceFloor: z
    .number()
    .min(0)
    .max(1)
    .default(1e-6)
    .describe("smallest predicted variance, as a share of the variance of the targets"),
});

/** Options of `createRandomForest`, all optional. */
export type ForestOptions = z.input<typeof forestOptions>;

/** Options of a forest with every default filled in. */
export type ForestSettings = z.output<typeof forestOptions>;
