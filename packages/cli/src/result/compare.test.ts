import type { Observation } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { randomStart } from "./compare.ts";

const run = (...steps: readonly (readonly [string, number | undefined])[]): readonly Observation[] =>
  steps.map(([rule, error], i) => ({
    n: i + 1,
    architecture: i,
    text: "",
    key: "",
    outcome:
      error === undefined
        ? { status: "failed", code: "OBJECTIVE_FAILED", reason: "" }
        : { status: "ok", error, metrics: {} },
    seconds: 0,
    why: { rule },
    cost: { suggest: 0, score: 0 },
  }));

describe("randomStart", () => {
  it("is the leading random part of a run, failures aside", () => {
    const observations = run(
      ["random", 30],
      ["random", undefined],
      ["random", 20],
      ["combined-rank", 5],
      ["random", 1],
    );
    expect(randomStart(observations)).toEqual({ count: 2, mean: 25, best: 20 });
  });

  it("is the first five of a run that is random altogether", () => {
    const observations = run(...[6, 5, 4, 3, 2, 1].map((error) => ["random", error] as const));
    expect(randomStart(observations)).toEqual({ count: 5, mean: 4, best: 2 });
  });

  it("is nothing where nothing succeeded", () => {
    expect(randomStart(run(["random", undefined]))).toBeUndefined();
  });
});
