import { expect, it } from "vitest";
import { classesOf } from "./task.ts";
import { lossOf, transcribed } from "./transcripts.ts";

it("labels transcripts by their numbers of symbols", () => {
  const inputs = { shape: [3, 1, 2], data: new Float32Array(6) };
  const batch = transcribed(inputs, [Int32Array.of(3, 1), Int32Array.of(), Int32Array.of(2)]);
  expect([...batch.labels]).toEqual([2, 0, 1]);
  expect(batch.inputs).toBe(inputs);
});

it("trains on CTC where there are transcripts", () => {
  expect(lossOf({ transcripts: [] })).toBe("ctc");
  expect(lossOf({})).toBe("cross-entropy");
});

it("has no classes where the task is to transcribe", () => {
  expect(classesOf({ kind: "classification", input: [4], classes: 7 }, "rings")).toBe(7);
  expect(() => classesOf({ kind: "transcription", input: [4, 9], symbols: 7 }, "rings")).toThrow(
    "rings: expected a classification task, got transcription",
  );
});
