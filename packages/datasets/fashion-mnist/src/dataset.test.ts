import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { testDataset } from "@proxybo/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import plugin, { fashionMnist } from "./index.ts";
import { halve } from "./halve.ts";
import { readSplit } from "./read.ts";

describe("fashionMnist", () => {
  for (const conformance of testDataset(() => fashionMnist({ train: 200, validation: 100, test: 100 })))
    it(`holds the contract: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());

  it("gives 4,000, 1,000 and 1,000 images of 28 × 28, as many of each class", async () => {
    const dataset = fashionMnist();
    for (const [split, n] of [
      ["train", 4000] as const,
      ["validation", 1000] as const,
      ["test", 1000] as const,
    ]) {
      const { inputs, labels } = await dataset.examples(split);
      expect(inputs.shape).toEqual([n, 1, 28, 28]);
      expect(Array.from({ length: 10 }, (_, c) => labels.filter((label) => label === c).length)).toEqual(
        Array.from({ length: 10 }, () => n / 10),
      );
    }
  });

  it("puts classes where they belong: trousers are dark in the middle of the sides, bags are not", async () => {
    const { inputs, labels } = await fashionMnist({ train: 1000 }).examples("train");
    // Trousers fill the middle third of the columns only; bags most of the lower half.
    const meanAt = (label: number, y: number, x: number) => {
      const values = [...labels.keys()]
        .filter((i) => labels[i] === label)
        .map((i) => inputs.data[i * 784 + y * 28 + x]!);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(meanAt(1, 14, 3)).toBeLessThan(-0.7);
    expect(meanAt(8, 18, 3)).toBeGreaterThan(0);
  });

  it("takes fewer as the first ones of all, and halves the sides", async () => {
    const [all, few] = [await readSplit("test"), await fashionMnist({ test: 20, size: 14 }).examples("test")];
    expect(few.inputs.shape).toEqual([20, 1, 14, 14]);
    const halved = halve(all.subarray(0, 20 * 784), 28);
    // Normalisation is one affine map: correlation 1 with the pixels.
    const [a, b] = [few.inputs.data[0]!, few.inputs.data.find((value) => value !== few.inputs.data[0])!];
    const [p, q] = [halved[0]!, halved[few.inputs.data.indexOf(b)]!];
    const slope = (b - a) / (q - p);
    for (const [i, value] of few.inputs.data.entries())
      expect(value).toBeCloseTo(a + slope * (halved[i]! - p), 4);
  });

  it("has another fingerprint for other options", () => {
    const prints = [{}, { train: 100 }, { validation: 100 }, { test: 100 }, { size: 14 as const }].map(
      (options) => fashionMnist(options).fingerprint,
    );
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("refuses counts that it does not carry", () => {
    const { options } = plugin.datasets["fashion-mnist"];
    expect(options.safeParse({ train: 4001 }).success).toBe(false);
    expect(options.safeParse({ size: 20 }).success).toBe(false);
    expect(options.safeParse({ trian: 100 }).success).toBe(false);
  });
});

describe("halve", () => {
  it("takes the mean of each block, image by image", () => {
    const pixels = Uint8Array.from(
      [[0, 4, 1, 1, 8, 4, 1, 1, 2, 2, 0, 0, 2, 3, 0, 255], Array<number>(16).fill(7)].flat(),
    );
    expect([...halve(pixels, 4)]).toEqual([4, 1, 2.25, 63.75, 7, 7, 7, 7]);
  });
});

describe("readSplit", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fashion-mnist-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const read = () => readSplit("test", pathToFileURL(`${folder}/`));

  it("says which file is missing", async () => {
    await expect(read()).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: `expected 1000 images of Fashion-MNIST, got no readable file (${join(folder, "test.br")})`,
      hint: "install @proxybo/dataset-fashion-mnist again",
    });
  });

  it("refuses a shortened and another file", async () => {
    const file = join(folder, "test.br");
    await cp(new URL("../data/test.br", import.meta.url), file);
    await truncate(file, 1000);
    await expect(read()).rejects.toThrow("got 1000 bytes that do not unpack");
    await writeFile(file, await readFile(new URL("../data/validation.br", import.meta.url)));
    await expect(read()).rejects.toThrow("got 784000 other bytes");
  });
});
