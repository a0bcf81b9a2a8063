import { describe, expect, it } from "vitest";
import type { Split } from "../contracts/dataset.ts";
import { imageDataset } from "./images.ts";

const parts = {
  name: "tiny",
  fingerprint: "tiny-1",
  classes: ["a", "b"],
  shape: [2, 1, 2] as const,
};

describe("imageDataset", () => {
  it("normalises each channel by the training split, in every split", async () => {
    const pixels: Record<Split, Uint8Array> = {
      // channel 0 holds 0, 2, 4, 6 (mean 3, deviation √5), channel 1 holds 10 only
      train: Uint8Array.of(0, 2, 10, 10, 4, 6, 10, 10),
      validation: Uint8Array.of(3, 8, 10, 12),
      test: Uint8Array.of(3, 3, 10, 10),
    };
    const dataset = imageDataset({
      ...parts,
      load: (split) =>
        Promise.resolve({ pixels: pixels[split], labels: new Uint8Array(split === "train" ? 2 : 1) }),
    });
    const deviation = Math.sqrt(5);
    const validation = await dataset.examples("validation");
    expect(validation.inputs.shape).toEqual([1, 2, 1, 2]);
    expect([...validation.inputs.data]).toEqual([0, Math.fround(5 / deviation), 0, 2]);
    expect((await dataset.examples("train")).inputs.data[0]).toBe(Math.fround(-3 / deviation));
    expect(dataset.task).toEqual({ kind: "classification", input: [2, 1, 2], classes: 2 });
  });

  it("reads nothing until it is asked, and each split once", async () => {
    const read: Split[] = [];
    const dataset = imageDataset({
      ...parts,
      load: (split) => {
        read.push(split);
        return Promise.resolve({ pixels: Uint8Array.of(1, 2, 3, 4), labels: Uint8Array.of(1) });
      },
    });
    expect(read).toEqual([]);
    const test = await dataset.examples("test");
    expect(await dataset.examples("test")).toBe(test);
    await dataset.examples("train");
    expect(read.toSorted()).toEqual(["test", "train"]);
  });
});
