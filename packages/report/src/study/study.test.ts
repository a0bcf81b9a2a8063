import { describe, expect, it } from "vitest";
import { observationOf, studyOf } from "../fixtures/studies.ts";
import { calibrationOf } from "./calibration.ts";
import { groupStudies } from "./groups.ts";
import { incumbentAt, incumbentOf } from "./incumbent.ts";
import { bestOf } from "./study.ts";

describe("the incumbent", () => {
  const observations = [
    observationOf(1, undefined),
    observationOf(2, 30),
    observationOf(3, 40),
    observationOf(4, 20),
  ];

  it("falls only, skips failures, and sums the time of evaluations with their decisions", () => {
    const points = incumbentOf(observations);
    expect(points.map(({ incumbent }) => incumbent)).toEqual([Number.NaN, 30, 30, 20]);
    expect(points.at(-1)!.hours).toBeCloseTo((4 * 3600 + 4 * 2) / 3600, 10);
  });

  it("is looked up between evaluations", () => {
    const points = incumbentOf(observations);
    expect(incumbentAt(points, "n", 3)).toBe(30);
    expect(incumbentAt(points, "hours", 2.5)).toBe(30);
    expect(incumbentAt(points, "hours", 0.1)).toBeNaN();
  });
});

it("the best are of different networks", () => {
  const twice = [
    observationOf(1, 5, { key: "same" }),
    observationOf(2, 4, { key: "same" }),
    observationOf(3, 6),
  ];
  expect(bestOf(twice, 3).map(({ observation: { n } }) => n)).toEqual([2, 3]);
});

describe("calibration", () => {
  it("compares predictions with outcomes and counts those within the interval", () => {
    const why = (error: number, half: number) => ({
      rule: "acquisition",
      prediction: { error, low: error - half, high: error + half },
    });
    const found = calibrationOf([
      observationOf(1, 10),
      observationOf(2, 12, { why: why(11, 2) }),
      observationOf(3, 20, { why: why(15, 1) }),
      observationOf(4, undefined, { why: why(15, 1) }),
    ])!;
    expect(found).toMatchObject({ meanDifference: 3, spearman: 1, within: 0.5 });
    expect(found.points.map(({ n }) => n)).toEqual([2, 3]);
    expect(calibrationOf([observationOf(1, 10)])).toBeUndefined();
  });
});

describe("groups", () => {
  const settings = (strategy: string, seed: number) => ({ config: { strategy, seed, space: "nb201" } });

  it("join studies that differ in their seed only, and are called after what differs", () => {
    const groups = groupStudies([
      studyOf("a", [], settings("proxybo", 1)),
      studyOf("b", [], settings("evolution", 1)),
      studyOf("c", [], settings("proxybo", 2)),
    ]);
    expect(groups.map(({ title, studies }) => [title, studies.map(({ record }) => record.id)])).toEqual([
      ["proxybo", ["a", "c"]],
      ["evolution", ["b"]],
    ]);
  });

  it("have titles of their own even where the settings are cut to the same text", () => {
    const long = "x".repeat(80);
    const groups = groupStudies([
      studyOf("a", [], settings(`${long}1`, 1)),
      studyOf("b", [], settings(`${long}2`, 1)),
    ]);
    expect(new Set(groups.map(({ title }) => title)).size).toBe(2);
  });
});
