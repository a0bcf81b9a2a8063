import { imageDataset, type Dataset } from "@proxybo/core";
import { z } from "zod";
import { halve } from "./halve.ts";
import { readSplit } from "./read.ts";
import { carried, classes, side } from "./subset.ts";

const count = (split: keyof typeof carried, what: string) =>
  z
    .number()
    .int()
    .min(classes.length)
    .max(carried[split].examples)
    .default(carried[split].examples)
    .describe(`how many examples ${what}; fewer are the first ones, classes balanced`);

/** Options of {@link fashionMnist}. */
export const optionsSchema = z.strictObject({
  train: count("train", "to train on"),
  validation: count("validation", "to choose architectures by"),
  test: count("test", "to judge the choice by"),
  size: z
    .union([z.literal(28), z.literal(14)])
    .default(28)
    .describe("pixels on each side: 28, or 14 by the mean of 2 × 2 pixels, a quarter of the pixels"),
});

export type FashionMnistOptions = z.infer<typeof optionsSchema>;

/**
 * 6,000 images of Fashion-MNIST carried in this package, one channel, ten classes, in fixed splits; read when first
 * asked for.
 *
 * Source: Xiao, Rasul, Vollgraf, *Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms*,
 * 2017. The splits are our own, not the official ones: accuracies compare with each other only.
 *
 * @example
 * const dataset = fashionMnist({ train: 1000, size: 14 });
 * (await dataset.examples("train")).inputs.shape // => [1000, 1, 14, 14]
 */
export function fashionMnist(options: z.input<typeof optionsSchema> = {}): Dataset {
  const { size, ...counts } = optionsSchema.parse(options);
  return imageDataset({
    name: "fashion-mnist",
    fingerprint: `fashion-mnist-1-${counts.train}-${counts.validation}-${counts.test}-${size}`,
    classes,
    shape: [1, size, size],
    load: async (split) => {
      const all = await readSplit(split);
      const pixels = all.subarray(0, counts[split] * side * side);
      return {
        pixels: size === side ? pixels : halve(pixels, side),
        labels: Uint8Array.from({ length: counts[split] }, (_, i) => i % classes.length),
      };
    },
  });
}
