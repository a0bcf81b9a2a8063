import { z } from "zod";

const positive = z.number().positive();

/** Where the log-normal prior of each hyper-parameter has its median, and how wide it is. */
export const priorOptions = z.strictObject({
  hammingScale: positive.default(0.75).describe("variance explained by the decisions"),
  hammingLength: positive.default(0.5).describe("share of decisions that differ at a correlation of 1/e"),
  countScale: positive.default(1).describe("variance explained by the counts"),
  countLength: positive.default(0.5).describe("L1 distance of counts, in eights, at a correlation of 1/e"),
  continuousScale: positive.default(1).describe("variance explained by the continuous features"),
  continuousLength: positive.default(0.5).describe("Matérn length, in observed ranges"),
  proxyScale: positive.default(1).describe("variance explained by the proxies"),
  proxyLength: positive.default(1).describe("length of the proxies' kernel, in standard deviations"),
  noise: positive.default(0.05).describe("variance of the noise"),
  spread: positive.default(0.4).describe("standard deviation of the logarithm of each of these"),
  weightSpread: positive.default(1).describe("standard deviation of the logarithm of a proxy's weight"),
  proxyWeights: z
    .record(z.string(), positive)
    .default({})
    .describe("median of the weight of each proxy, by its name; 1 for others"),
});

/** How a Gaussian process is built and fitted. */
export const gaussianProcessOptions = z.strictObject({
  warp: z
    .enum(["copula", "none"])
    .default("copula")
    .describe("what is learnt: normal scores of the targets, or the targets themselves, standardised"),
  hyperparameters: z
    .enum(["map", "prior"])
    .default("map")
    .describe("map: the most probable given the observations; prior: the medians of their priors"),
  ard: z.boolean().default(false).describe("a length of its own for each continuous feature"),
  useful: z
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe("prior probability that the proxies tell anything; 1 asks the process with them alone"),
  slope: z.number().default(0.25).describe("prior mean of the slopes on the proxies, times their number"),
  slopes: z
    .record(z.string(), z.number())
    .default({})
    .describe("prior mean of the slope on each proxy, by its name, instead of that for all"),
  slopeDeviation: z
    .number()
    .min(0)
    .default(0.5)
    .describe("prior standard deviation of these slopes, times the root of their number"),
  capacity: z
    .int()
    .min(64)
    .max(4000)
    .default(500)
    .describe("at most so many observations are conditioned on"),
  priors: priorOptions.prefault({}).describe("log-normal priors of the hyper-parameters"),
});

/** Options of `createGaussianProcess`, all optional. */
export type GaussianProcessOptions = z.input<typeof gaussianProcessOptions>;

/** Options with every default filled in. */
export type GaussianProcessSettings = z.output<typeof gaussianProcessOptions>;
