import { createHash } from "node:crypto";
import {
  createRandom,
  imageDataset,
  ProxyboError,
  stratifiedOrder,
  type Dataset,
  type LabelledImages,
  type Split,
} from "@proxybo/core";
import { z } from "zod";

const count = z.int().min(1).optional();

/** Options that every reader has: which of the examples go where. */
export const splitOptions = {
  validation: z
    .int()
    .min(1)
    .default(5000)
    .describe("how many training examples are carved off for validation, classes in proportion"),
  train: count.describe("how many of the other training examples are used; default all"),
  test: count.describe("how many test examples are used; default all"),
  seed: z.int().default(1).describe("draws which examples go where"),
};

export interface SplitSettings {
  readonly validation: number;
  readonly train?: number | undefined;
  readonly test?: number | undefined;
  readonly seed: number;
}

/** What was read: the official training and test examples. */
export interface OfficialImages {
  readonly name: string;
  readonly classes: readonly string[];
  readonly shape: readonly [number, number, number];
  readonly train: LabelledImages;
  readonly test: LabelledImages;
  /** For errors: where the training and test examples are from. */
  readonly files: { readonly train: string; readonly test: string };
}

/**
 * Makes a data set of official files: a validation split is carved off the training examples by `seed`, and fewer
 * examples are taken where asked, classes in proportion.
 *
 * @throws {ProxyboError} `DATASET_INVALID` where the files hold fewer examples than asked for.
 */
export function carve(images: OfficialImages, { validation, train, test, seed }: SplitSettings): Dataset {
  const order = stratifiedOrder(images.train.labels, createRandom(seed, "split", "train"));
  const testOrder = stratifiedOrder(images.test.labels, createRandom(seed, "split", "test"));
  const take = (all: Uint32Array, from: number, n: number | undefined, file: string): Uint32Array => {
    const end = n === undefined ? all.length : from + n;
    if (end > all.length || from >= all.length)
      throw new ProxyboError(
        "DATASET_INVALID",
        `expected at least ${from + (n ?? 1)} examples (${from} for validation), got ${all.length}`,
        { place: { file }, hint: "ask for fewer examples (options 'train', 'validation', 'test')" },
      );
    return all.subarray(from, end);
  };
  const chosen: Readonly<Record<Split, Uint32Array>> = {
    validation: take(order, 0, validation, images.files.train),
    train: take(order, validation, train, images.files.train),
    test: take(testOrder, 0, test, images.files.test),
  };
  const digest = createHash("sha256");
  for (const part of [images.train, images.test]) digest.update(part.pixels).update(part.labels);
  for (const split of ["train", "validation", "test"] as const) digest.update(chosen[split]);
  return imageDataset({
    name: images.name,
    fingerprint: `${images.name}-${digest.digest("hex").slice(0, 32)}`,
    classes: images.classes,
    shape: images.shape,
    load: (split) => Promise.resolve(pick(split === "test" ? images.test : images.train, chosen[split])),
  });
}

function pick({ pixels, labels }: LabelledImages, chosen: Uint32Array): LabelledImages {
  const size = pixels.length / labels.length;
  const picked = new Uint8Array(chosen.length * size);
  for (const [to, from] of chosen.entries())
    picked.set(pixels.subarray(from * size, (from + 1) * size), to * size);
  return { pixels: picked, labels: Uint8Array.from(chosen, (i) => labels[i]!) };
}
