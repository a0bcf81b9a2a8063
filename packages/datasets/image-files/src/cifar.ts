import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LabelledImages } from "@proxybo/core";
import { checkLabels, invalid, readUnpacked } from "./file.ts";

/** Bytes of an image: 3 channels (red, green, blue) of 32 × 32, row-major. */
const imageSize = 3 * 32 * 32;

/** How a record of a binary version is laid out: label bytes (the last one counts), then the image. */
export interface CifarLayout {
  readonly classes: number;
  readonly labelBytes: 1 | 2;
  readonly train: readonly string[];
  readonly test: readonly string[];
  /** Holds the names of the classes, one a line. */
  readonly names: string;
}

export const cifar10Layout: CifarLayout = {
  classes: 10,
  labelBytes: 1,
  train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
  test: ["test_batch.bin"],
  names: "batches.meta.txt",
};

/** A coarse label comes first, then the fine one, which is taken. */
export const cifar100Layout: CifarLayout = {
  classes: 100,
  labelBytes: 2,
  train: ["train.bin"],
  test: ["test.bin"],
  names: "fine_label_names.txt",
};

/**
 * Reads and joins files of a binary version.
 *
 * @throws {ProxyboError} `DATASET_INVALID` naming the file that is missing, is no whole number of records, or holds a
 * label out of range.
 */
export async function readRecords(
  folder: string,
  files: readonly string[],
  { classes, labelBytes }: CifarLayout,
): Promise<LabelledImages & { readonly labels: Uint8Array; readonly pixels: Uint8Array }> {
  const record = labelBytes + imageSize;
  const parts = await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const expected = `records of ${record} bytes`;
      const content = await readUnpacked(file, expected);
      if (content.length === 0 || content.length % record !== 0)
        throw invalid(
          file,
          expected,
          `${content.length} bytes (${content.length % record} beyond the last whole record)`,
        );
      const n = content.length / record;
      const labels = Uint8Array.from({ length: n }, (_, i) => content[i * record + labelBytes - 1]!);
      checkLabels(labels, classes, file);
      return { content, labels, n };
    }),
  );
  const total = parts.reduce((sum, { n }) => sum + n, 0);
  const pixels = new Uint8Array(total * imageSize);
  const labels = new Uint8Array(total);
  let next = 0;
  for (const part of parts) {
    labels.set(part.labels, next);
    for (let i = 0; i < part.n; i++, next++)
      pixels.set(part.content.subarray(i * record + labelBytes, (i + 1) * record), next * imageSize);
  }
  return { pixels, labels };
}

/** The names of the classes: from the folder where the file is there, else their numbers. */
export async function readNames(folder: string, { names, classes }: CifarLayout): Promise<readonly string[]> {
  const file = join(folder, names);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return Array.from({ length: classes }, (_, label) => String(label));
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length !== classes) throw invalid(file, `${classes} names of classes`, `${lines.length}`);
  return lines;
}
