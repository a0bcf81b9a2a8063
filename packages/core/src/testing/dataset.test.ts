import { describe, expect, it } from "vitest";
import type { Dataset, Split } from "../contracts/dataset.ts";
import type { Batch } from "../contracts/runtime.ts";
import { imageDataset } from "../datasets/images.ts";
import { createRandom } from "../random/random.ts";
import { testDataset } from "./dataset.ts";

const create = (): Dataset =>
  imageDataset({
    name: "noise",
    fingerprint: "noise-1",
    classes: ["a", "b"],
    shape: [1, 3, 3],
    load: (split) => {
      const random = createRandom(1, split);
      return Promise.resolve({
        pixels: Uint8Array.from({ length: 90 }, () => random.integer(256)),
        labels: Uint8Array.from({ length: 10 }, (_, i) => i % 2),
      });
    },
  });

/** The names of the cases that a data set does not pass. */
async function failures(make: () => Dataset): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const conformance of testDataset(make))
    await conformance.run().catch(() => failed.push(conformance.name));
  return failed;
}

const changed = (change: (batch: Batch, split: Split) => Batch): Dataset => {
  const dataset = create();
  return { ...dataset, examples: async (split) => change(await dataset.examples(split), split) };
};

describe("testDataset", () => {
  it("passes a data set that holds the contract", async () => {
    expect(await failures(create)).toEqual([]);
  });

  let calls = 0;
  const broken: readonly [string, () => Dataset, string][] = [
    [
      "has no fingerprint",
      () => ({ ...create(), fingerprint: "" }),
      "names itself, its version and its classes",
    ],
    [
      "names too few classes",
      () => ({ ...create(), classes: ["a"] }),
      "names itself, its version and its classes",
    ],
    [
      "names two classes alike",
      () => ({ ...create(), classes: ["a", "a"] }),
      "names itself, its version and its classes",
    ],
    [
      "has another fingerprint when it is made anew",
      () => ({ ...create(), fingerprint: `noise-${calls++}` }),
      "gives the same at every call, and when made anew",
    ],
    [
      "declares another shape",
      () => ({ ...create(), task: { kind: "classification", input: [3, 3], classes: 2 } }),
      "gives examples in the shape of the task, in every split",
    ],
    [
      "has an empty split",
      () =>
        changed((batch, split) =>
          split === "test"
            ? { inputs: { shape: [0, 1, 3, 3], data: new Float32Array() }, labels: new Int32Array() }
            : batch,
        ),
      "gives examples in the shape of the task, in every split",
    ],
    [
      "holds NaN",
      () =>
        changed(({ inputs, labels }) => ({ labels, inputs: { ...inputs, data: inputs.data.with(3, NaN) } })),
      "gives examples in the shape of the task, in every split",
    ],
    [
      "labels out of range",
      () => changed(({ inputs, labels }) => ({ inputs, labels: labels.with(9, 2) })),
      "labels examples by 0 … classes − 1, or transcribes them by 1 … symbols; trains on each of these",
    ],
    [
      "trains on one class",
      () => changed(({ inputs, labels }) => ({ inputs, labels: labels.fill(1) })),
      "labels examples by 0 … classes − 1, or transcribes them by 1 … symbols; trains on each of these",
    ],
    [
      "is not normalised",
      () =>
        changed(({ inputs, labels }) => ({
          labels,
          inputs: { ...inputs, data: inputs.data.map((x) => x + 1) },
        })),
      "normalises by the training split: mean 0, variance 1",
    ],
    [
      "changes between calls",
      () =>
        changed(({ inputs, labels }) => ({
          labels,
          inputs: { ...inputs, data: inputs.data.with(0, calls++ / 1e6) },
        })),
      "gives the same at every call, and when made anew",
    ],
    [
      "tests on training examples",
      () => {
        const dataset = create();
        return { ...dataset, examples: () => dataset.examples("train") };
      },
      "keeps the splits apart: no training example is tested on",
    ],
  ];
  it.each(broken)("tells a data set that %s", async (_, make, name) => {
    expect(await failures(make)).toContain(name);
  });
});
