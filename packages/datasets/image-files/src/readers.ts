import { join, resolve } from "node:path";
import type { Dataset, DatasetContext, LabelledImages } from "@proxybo/core";
import { z } from "zod";
import { carve, splitOptions } from "./carve.ts";
import { cifar100Layout, cifar10Layout, readNames, readRecords, type CifarLayout } from "./cifar.ts";
import { checkLabels, invalid } from "./file.ts";
import { readIdx } from "./idx.ts";

/** Options of {@link idx}. */
export const idxOptions = z.strictObject({
  folder: z.string().default(".").describe("where the four files are"),
  trainImages: z.string().default("train-images-idx3-ubyte").describe("file of the training images"),
  trainLabels: z.string().default("train-labels-idx1-ubyte").describe("file of the training labels"),
  testImages: z.string().default("t10k-images-idx3-ubyte").describe("file of the test images"),
  testLabels: z.string().default("t10k-labels-idx1-ubyte").describe("file of the test labels"),
  classes: z
    .array(z.string())
    .min(2)
    .max(256)
    .default(Array.from({ length: 10 }, (_, label) => String(label)))
    .describe("names of the classes in the order of the labels"),
  ...splitOptions,
});

export type IdxOptions = z.infer<typeof idxOptions>;

/** Options of {@link cifar10} and {@link cifar100}. */
export const cifarOptions = z.strictObject({
  folder: z.string().default(".").describe("the unpacked folder of the official binary version"),
  ...splitOptions,
});

export type CifarOptions = z.infer<typeof cifarOptions>;

const here: DatasetContext = { directory: "." };

/**
 * MNIST, Fashion-MNIST and others in four IDX files, packed with gzip or not; images `[1, height, width]`.
 *
 * @throws {ProxyboError} `DATASET_INVALID` naming the file, what was expected and what it holds.
 * @example
 * const dataset = await idx({ folder: "fashion", validation: 5000 });
 * dataset.task.input // => [1, 28, 28]
 */
export async function idx(options: z.input<typeof idxOptions> = {}, context = here): Promise<Dataset> {
  const { folder, trainImages, trainLabels, testImages, testLabels, classes, ...splits } =
    idxOptions.parse(options);
  const path = (file: string): string => resolve(context.directory, folder, file);
  const [train, test] = await Promise.all([
    readIdxPair(path(trainImages), path(trainLabels), classes.length),
    readIdxPair(path(testImages), path(testLabels), classes.length),
  ]);
  const [height, width] = train.size;
  if (test.size.join() !== train.size.join())
    throw invalid(path(testImages), `images of ${height} × ${width} pixels`, test.size.join(" × "));
  const files = { train: path(trainImages), test: path(testImages) };
  return carve({ name: "idx", classes, shape: [1, height, width], train, test, files }, splits);
}

async function readIdxPair(
  imagesFile: string,
  labelsFile: string,
  classes: number,
): Promise<LabelledImages & { readonly size: readonly [number, number] }> {
  const [images, labels] = await Promise.all([readIdx(imagesFile, 3), readIdx(labelsFile, 1)]);
  const [n, height, width] = images.shape as [number, number, number];
  if (labels.bytes.length !== n)
    throw invalid(labelsFile, `${n} labels, one for each image`, `${labels.bytes.length}`);
  checkLabels(labels.bytes, classes, labelsFile);
  return { pixels: images.bytes, labels: labels.bytes, size: [height, width] };
}

/**
 * CIFAR-10 from the folder of its binary version (`data_batch_1.bin` … `test_batch.bin`); images `[3, 32, 32]`.
 *
 * @throws {ProxyboError} `DATASET_INVALID` naming the file, what was expected and what it holds.
 * @example
 * const dataset = await cifar10({ folder: "cifar-10-batches-bin", validation: 25_000 });
 */
export function cifar10(options: z.input<typeof cifarOptions> = {}, context = here): Promise<Dataset> {
  return cifar("cifar10", cifar10Layout, options, context);
}

/**
 * CIFAR-100 with its fine labels, from the folder of its binary version (`train.bin`, `test.bin`).
 *
 * @throws {ProxyboError} `DATASET_INVALID` naming the file, what was expected and what it holds.
 * @example
 * const dataset = await cifar100({ folder: "cifar-100-binary" });
 */
export function cifar100(options: z.input<typeof cifarOptions> = {}, context = here): Promise<Dataset> {
  return cifar("cifar100", cifar100Layout, options, context);
}

async function cifar(
  name: string,
  layout: CifarLayout,
  options: z.input<typeof cifarOptions>,
  context: DatasetContext,
): Promise<Dataset> {
  const { folder: relative, ...splits } = cifarOptions.parse(options);
  const folder = resolve(context.directory, relative);
  const [train, test, classes] = await Promise.all([
    readRecords(folder, layout.train, layout),
    readRecords(folder, layout.test, layout),
    readNames(folder, layout),
  ]);
  const files = { train: folder, test: join(folder, layout.test[0]!) };
  return carve({ name, classes, shape: [3, 32, 32], train, test, files }, splits);
}
