import { createRandom } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { kindsOf } from "./columns.ts";
import { features, inputsOf, rows, targetsOf } from "./fixtures/formula-data.ts";
import { layoutOf } from "./hyperparameters.ts";
import { HyperparameterMemo } from "./learnt.ts";
import { gaussianProcessOptions } from "./options.ts";
import { conditionedOn, lastLearning, learntFrom, representatives } from "./schedule.ts";

const random = createRandom(1);
const targets = Float64Array.from({ length: 3000 }, () => random.normal());

describe("the schedule", () => {
  it("learns from all of few observations, and never lags by more than a sixth", () => {
    for (let n = 1; n <= 12; n++) expect(learntFrom(n, 1000)).toBe(n);
    for (let n = 1; n <= 5000; n++) {
      expect(learntFrom(n, 1000)).toBeLessThanOrEqual(n);
      expect(n - learntFrom(n, 1000)).toBeLessThan(Math.max(1, Math.min(n, 1000) / 6));
    }
  });

  it("conditions on all up to the capacity, and on no more beyond", () => {
    expect(conditionedOn(targets.subarray(0, 200), 200)).toHaveLength(200);
    for (let n = 201; n < 3000; n += 13)
      expect(conditionedOn(targets.subarray(0, n), 200).length).toBeLessThanOrEqual(200);
  });

  it("only adds to the end between two learnings", () => {
    for (let n = 300; n < 900; n++) {
      if (learntFrom(n, 200) !== learntFrom(n + 1, 200)) continue;
      const now = conditionedOn(targets.subarray(0, n), 200);
      expect(conditionedOn(targets.subarray(0, n + 1), 200)).toEqual(Int32Array.of(...now, n));
    }
  });

  it("keeps the best and the latest, each once", () => {
    const kept = representatives(targets, 90);
    expect(new Set(kept).size).toBe(90);
    const ranked = [...targets.keys()].toSorted((a, b) => targets[a]! - targets[b]!);
    for (const i of ranked.slice(0, 30)) expect(kept).toContain(i);
    for (let i = 2975; i < 3000; i++) expect(kept).toContain(i);
    // The rest reaches from good to bad.
    expect(Math.max(...kept.map((i) => ranked.indexOf(i)))).toBeGreaterThan(2800);
  });

  it("learns hyper-parameters no more beyond the last learning", () => {
    const settings = gaussianProcessOptions.parse({});
    const kinds = kindsOf(features);
    const learn = (n: number): Float64Array => {
      const all = rows(0, n);
      const layout = layoutOf(kinds, settings);
      return new HyperparameterMemo(settings).learn(inputsOf(all), targetsOf(all), kinds, layout).parts
        .values;
    };
    expect(learn(lastLearning + 500)).toEqual(learn(lastLearning));
    expect(learn(lastLearning)).not.toEqual(learn(lastLearning / 2));
  });
});
