import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRandom } from "@proxybo/core";
import { testDataset } from "@proxybo/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cifar10, cifar100, idx } from "./index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "image-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const random = createRandom(1, "pixels");
const pixels = (n: number): Buffer => Buffer.from(Array.from({ length: n }, () => random.integer(256)));

/** An IDX file of bytes: magic, dimensions, content. */
function idxFile(shape: readonly number[], content: Buffer): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  for (const [d, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * d);
  return Buffer.concat([header, content]);
}

const cyclic = (n: number, classes: number): Buffer =>
  Buffer.from(Array.from({ length: n }, (_, i) => i % classes));

async function writeIdx(trainImages = pixels(60 * 12)): Promise<Buffer> {
  await writeFile(join(folder, "train-images-idx3-ubyte"), idxFile([60, 4, 3], trainImages));
  await writeFile(join(folder, "train-labels-idx1-ubyte.gz"), gzipSync(idxFile([60], cyclic(60, 10))));
  await writeFile(join(folder, "t10k-images-idx3-ubyte.gz"), gzipSync(idxFile([20, 4, 3], pixels(20 * 12))));
  await writeFile(join(folder, "t10k-labels-idx1-ubyte"), idxFile([20], cyclic(20, 10)));
  return trainImages;
}

/** Records of a CIFAR binary file: label bytes, then the image. */
const records = (labels: readonly (readonly number[])[]): Buffer =>
  Buffer.concat(labels.flatMap((label) => [Buffer.from(label), pixels(3072)]));

async function writeCifar10(): Promise<void> {
  for (const name of [
    "data_batch_1",
    "data_batch_2",
    "data_batch_3",
    "data_batch_4",
    "data_batch_5",
    "test_batch",
  ])
    await writeFile(join(folder, `${name}.bin`), records(Array.from({ length: 20 }, (_, i) => [i % 10])));
  await writeFile(join(folder, "batches.meta.txt"), `${"abcdefghij".split("").join("\n")}\n\n`);
}

describe("idx", () => {
  for (const conformance of testDataset(() => idx({ folder, validation: 20 })))
    it(`holds the contract: ${conformance.name}`, async () => {
      await writeIdx();
      await expect(conformance.run()).resolves.toBeUndefined();
    });

  it("gives each image with its own label, normalised, split by the seed", async () => {
    // The darkest and the brightest value in every image, so that the normalisation can be undone.
    const stripe = () => Buffer.concat([Buffer.of(0, 255), pixels(10)]);
    const stored = await writeIdx(Buffer.concat(Array.from({ length: 60 }, stripe)));
    const dataset = await idx({ validation: 20, seed: 3 }, { directory: folder });
    expect(dataset.task).toEqual({ kind: "classification", input: [1, 4, 3], classes: 10 });
    const { inputs, labels } = await dataset.examples("train");
    expect(inputs.shape).toEqual([40, 1, 4, 3]);
    const [low, high] = [Math.min(...inputs.data), Math.max(...inputs.data)];
    const normalised = Array.from({ length: labels.length }, (_, i) =>
      inputs.data.subarray(i * 12, i * 12 + 12),
    );
    const known = new Map(
      Array.from({ length: 60 }, (_, i) => [[...stored.subarray(i * 12, i * 12 + 12)].join(), i % 10]),
    );
    const restored = normalised.map((values) =>
      [...values].map((v) => Math.round(((v - low) / (high - low)) * 255)).join(),
    );
    expect(restored.map((image) => known.get(image))).toEqual([...labels]);
    const other = await idx({ validation: 20, seed: 4 }, { directory: folder });
    expect(other.fingerprint).not.toBe(dataset.fingerprint);
    expect(await other.examples("train")).not.toEqual(await dataset.examples("train"));
  });

  it("takes fewer examples, classes in proportion", async () => {
    await writeIdx();
    const dataset = await idx({ folder, validation: 10, train: 20, test: 10 });
    for (const [split, n] of [["train", 20] as const, ["validation", 10] as const, ["test", 10] as const]) {
      const { labels } = await dataset.examples(split);
      expect([...labels].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, i) => Math.floor((i * 10) / n)),
      );
    }
  });

  it("says which file is missing", async () => {
    await writeIdx();
    await rm(join(folder, "t10k-labels-idx1-ubyte"));
    await expect(idx({ folder, validation: 20 })).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: `expected IDX magic 00000801, got no such file (${join(folder, "t10k-labels-idx1-ubyte")})`,
    });
  });

  const damages: readonly [string, string, Buffer, string][] = [
    [
      "a wrong magic",
      "train-images-idx3-ubyte",
      Buffer.from("hello, world"),
      "expected IDX magic 00000803, got 68656c6c (12 bytes)",
    ],
    [
      "labels for images",
      "train-images-idx3-ubyte",
      idxFile([60], cyclic(60, 10)),
      "expected IDX magic 00000803, got 00000801",
    ],
    ["an empty file", "train-images-idx3-ubyte", Buffer.alloc(0), "got an empty file"],
    [
      "a header cut short",
      "train-images-idx3-ubyte",
      idxFile([60, 4, 3], pixels(1)).subarray(0, 9),
      "expected a header of 16 bytes, got a file of 9 bytes",
    ],
    [
      "pixels cut short",
      "train-images-idx3-ubyte",
      idxFile([60, 4, 3], pixels(700)),
      "expected 720 bytes for 60 × 4 × 3 after the header, got 700",
    ],
    [
      "other sizes of images",
      "t10k-images-idx3-ubyte",
      idxFile([20, 3, 4], pixels(240)),
      "expected images of 4 × 3 pixels, got 3 × 4",
    ],
    [
      "fewer labels than images",
      "train-labels-idx1-ubyte",
      idxFile([59], cyclic(59, 10)),
      "expected 60 labels, one for each image, got 59",
    ],
    [
      "a label out of range",
      "train-labels-idx1-ubyte",
      idxFile([60], cyclic(60, 11)),
      "expected labels 0 … 9, got label 10 at example 10",
    ],
    [
      "a damaged gzip",
      "train-labels-idx1-ubyte",
      gzipSync(idxFile([60], cyclic(60, 10))).subarray(0, 30),
      "got a damaged gzip of 30 bytes",
    ],
  ];
  for (const [what, name, content, message] of damages)
    it(`refuses ${what}`, async () => {
      await writeIdx();
      await writeFile(join(folder, name), content);
      await expect(idx({ folder, validation: 20 })).rejects.toMatchObject({
        code: "DATASET_INVALID",
        message: expect.stringContaining(message) as string,
        place: { file: join(folder, name) },
      });
    });

  it("refuses to carve off more than there is", async () => {
    await writeIdx();
    await expect(idx({ folder })).rejects.toThrow(
      "expected at least 5000 examples (0 for validation), got 60",
    );
    await expect(idx({ folder, validation: 60 })).rejects.toThrow(
      "expected at least 61 examples (60 for validation)",
    );
  });
});

describe("cifar10", () => {
  for (const conformance of testDataset(() => cifar10({ folder, validation: 20 })))
    it(`holds the contract: ${conformance.name}`, async () => {
      await writeCifar10();
      await expect(conformance.run()).resolves.toBeUndefined();
    });

  it("names the classes by the folder's list", async () => {
    await writeCifar10();
    const dataset = await cifar10({ validation: 20 }, { directory: folder });
    expect(dataset.classes).toEqual("abcdefghij".split(""));
    expect((await dataset.examples("train")).inputs.shape).toEqual([80, 3, 32, 32]);
  });

  it("reads red, green and blue as channels of their own", async () => {
    await writeCifar10();
    const flat = Buffer.concat(
      Array.from({ length: 20 }, (_, i) =>
        Buffer.concat([
          Buffer.of(i % 10),
          Buffer.alloc(1024, i),
          Buffer.alloc(1024, 2 * i),
          Buffer.alloc(1024, 100),
        ]),
      ),
    );
    for (let n = 1; n <= 5; n++) await writeFile(join(folder, `data_batch_${n}.bin`), flat);
    const { inputs } = await (await cifar10({ folder, validation: 20 })).examples("train");
    // Red and green are proportional, so normalised they agree; blue never varies.
    expect(inputs.data[1024]).toBeCloseTo(inputs.data[0]!, 5);
    expect(inputs.data[0]).not.toBe(inputs.data[3072]);
    expect(inputs.data.subarray(2048, 3072).every((value) => value === 0)).toBe(true);
  });

  it("refuses a missing, a shortened and a wrongly labelled batch", async () => {
    await writeCifar10();
    const file = join(folder, "data_batch_3.bin");
    await rm(file);
    await expect(cifar10({ folder, validation: 20 })).rejects.toThrow(`got no such file (${file})`);
    await writeFile(file, records([[1], [2]]).subarray(0, -5));
    await expect(cifar10({ folder, validation: 20 })).rejects.toThrow(
      `expected records of 3073 bytes, got 6141 bytes (3068 beyond the last whole record) (${file})`,
    );
    await writeFile(file, records([[1], [77]]));
    await expect(cifar10({ folder, validation: 20 })).rejects.toThrow(
      `expected labels 0 … 9, got label 77 at example 1 (${file})`,
    );
  });

  it("refuses a list of too few names", async () => {
    await writeCifar10();
    await writeFile(join(folder, "batches.meta.txt"), "airplane\nautomobile\n");
    await expect(cifar10({ folder, validation: 20 })).rejects.toThrow("expected 10 names of classes, got 2");
  });
});

describe("cifar100", () => {
  it("takes the fine label, the second byte, and works from a folder relative to the configuration", async () => {
    const inner = join(folder, "cifar-100-binary");
    await mkdir(inner);
    await writeFile(
      join(inner, "train.bin"),
      records(Array.from({ length: 200 }, (_, i) => [i % 20, i % 100])),
    );
    await writeFile(
      join(inner, "test.bin"),
      records(Array.from({ length: 100 }, (_, i) => [i % 20, 99 - i])),
    );
    const dataset = await cifar100({ folder: "cifar-100-binary", validation: 100 }, { directory: folder });
    const { labels } = await dataset.examples("test");
    expect([...labels].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(dataset.classes[99]).toBe("99");
  });
});
