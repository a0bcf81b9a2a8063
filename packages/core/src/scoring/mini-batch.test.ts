import { expect, it } from "vitest";
import type { Dataset } from "../contracts/dataset.ts";
import { transcribed } from "../network/transcripts.ts";
import { drawMiniBatch } from "./mini-batch.ts";

/** Example i has i % 3 + 1 symbols, all of them i + 1, and i + 1 as its only number. */
const dataset: Dataset = {
  name: "counted",
  fingerprint: "1",
  task: { kind: "transcription", input: [1, 1], symbols: 30 },
  classes: Array.from({ length: 30 }, (_, i) => `symbol ${i + 1}`),
  examples: async () =>
    transcribed(
      { shape: [30, 1, 1], data: Float32Array.from({ length: 30 }, (_, i) => i + 1) },
      Array.from({ length: 30 }, (_, i) => new Int32Array((i % 3) + 1).fill(i + 1)),
    ),
};

it("draws transcripts with their inputs, short and long ones in proportion", async () => {
  const { inputs, labels, transcripts } = await drawMiniBatch(dataset, 9, 1);
  expect(transcripts!.map((transcript) => transcript[0])).toEqual([...inputs.data]);
  expect(transcripts!.map(({ length }) => length)).toEqual([...labels]);
  expect([...labels].toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  expect([...(await drawMiniBatch(dataset, 9, 2)).inputs.data]).not.toEqual([...inputs.data]);
});
