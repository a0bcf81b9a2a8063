import { describe, expect, it } from "vitest";
import type { RunRecord } from "../run/record.ts";
import { at, curveOf, firstAt, meanReaches } from "./curves.ts";
import { reachError, reachMean } from "./reaching.ts";
import { sourcesOf } from "./sources.ts";

const run = (
  seed: number,
  improvements: RunRecord["improvements"],
  sources?: RunRecord["sources"],
): RunRecord => ({
  version: 1,
  id: `${seed}`,
  task: "t",
  method: "m",
  seed,
  evaluations: 6,
  made: 6,
  failed: 0,
  improvements,
  seconds: { training: 60, wall: 1, suggest: 0.5, score: 0 },
  ...(sources && { sources }),
});
const first = run(1, [
  [1, 10, 9, 10],
  [3, 6, 7, 30],
]);
const second = run(2, [
  [2, 8, 9, 20],
  [5, 4, 3, 50],
]);

describe("curves", () => {
  const curves = [curveOf(first, 6), curveOf(second, 6)];

  it("hold the incumbent by validation after each evaluation", () => {
    expect(curves[0]!.valid).toEqual(Float64Array.of(10, 10, 6, 6, 6, 6));
    expect(curves[0]!.test).toEqual(Float64Array.of(9, 9, 7, 7, 7, 7));
    // Nothing succeeded before evaluation 2.
    expect(curves[1]!.valid).toEqual(Float64Array.of(100, 8, 8, 8, 4, 4));
    expect(at(curves, "valid", 5)).toEqual(Float64Array.of(6, 4));
  });

  it("of fewer evaluations are the start of longer runs", () => {
    expect(curveOf(second, 3).valid).toEqual(curves[1]!.valid.subarray(0, 3));
  });

  it("tell when a target is reached: by a run, by the mean, or never", () => {
    expect(firstAt(curves[0]!, "valid", 6)).toBe(3);
    expect(firstAt(curves[0]!, "valid", 5)).toBe(Infinity);
    expect(meanReaches(curves, "valid", 7, [0, 1])).toBe(3);
    expect(meanReaches(curves, "valid", 5, [0, 1])).toBe(5);
    expect(meanReaches(curves, "valid", 4.9, [0, 1])).toBe(Infinity);
    expect(meanReaches(curves, "test", 8, [0, 1])).toBe(3);
  });
});

describe("reaching", () => {
  const curves = [curveOf(first, 6), curveOf(second, 6)];

  it("counts seeds that never reach a target", () => {
    const { share, median, byMean } = reachError(curves, "valid", 5);
    expect(share.value).toBe(0.5);
    expect(median.value).toBe(Infinity);
    expect(byMean.value).toBe(5);
    expect(byMean.high).toBe(Infinity);
  });

  it("of a method's own mean at the end is at most the end in every bootstrap sample", () => {
    const { byMean } = reachMean(curves, "valid", curves);
    expect(byMean.value).toBe(5);
    expect(byMean.high).toBeLessThanOrEqual(6);
  });
});

it("sources are averaged over the seeds at each evaluation", () => {
  const trace = (g: number) => ({
    names: ["surrogate", "snip"],
    n: [6],
    generalization: [[g, 0.5]],
    influence: [[g, 1 - g]],
  });
  const curves = [run(1, [[1, 9, 9, 1]], trace(0.6)), run(2, [[1, 9, 9, 1]], trace(0.8))].map((record) =>
    curveOf(record, 6),
  );
  expect(sourcesOf("t", "m", curves)!.points).toEqual([
    { n: 6, source: "surrogate", generalization: 0.7, influence: 0.7 },
    { n: 6, source: "snip", generalization: 0.5, influence: expect.closeTo(0.3, 12) },
  ]);
  expect(sourcesOf("t", "m", [curveOf(first, 6)])).toBeUndefined();
});
