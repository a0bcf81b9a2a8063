import { createRandom } from "@proxybo/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dice } from "./dice.ts";
import { inputsOf } from "./fixtures/formula-data.ts";
import { SplitSearch, weightedStride } from "./split-search.ts";
import { trainingTable } from "./training-table.ts";

const best = { minLeaf: 1, splits: "best", threshold: "midpoint" } as const;

/** Observations of one categorical feature: level, weight and target each. */
const observations = fc.integer({ min: 2, max: 9 }).chain((levels) =>
  fc.record({
    levels: fc.constant(levels),
    rows: fc.array(
      fc.tuple(fc.nat(levels - 1), fc.integer({ min: 1, max: 4 }), fc.integer({ min: -50, max: 50 })),
      { minLength: 3, maxLength: 30 },
    ),
  }),
);

type Row = readonly [level: number, weight: number, target: number];

/** S²/W of a group. */
function explained(rows: readonly Row[]): number {
  const sum = rows.reduce((total, [, weight, target]) => total + weight * target, 0);
  return sum ** 2 / rows.reduce((total, [, weight]) => total + weight, 0);
}

function search(levels: number, rows: readonly Row[], rules: ConstructorParameters<typeof SplitSearch>[1]) {
  const inputs = inputsOf(
    Float64Array.from(rows, ([level]) => level),
    [{ kind: "categorical", name: "c", levels }],
  );
  const found = new SplitSearch(trainingTable(inputs), rules);
  const weighted = new Float64Array(rows.length * weightedStride);
  for (const [i, [, weight, target]] of rows.entries()) {
    weighted.set([weight, weight * target, target], i * weightedStride);
  }
  const total = (pick: (row: Row) => number) => rows.reduce((sum, row) => sum + pick(row), 0);
  const [weight, sum] = [total((row) => row[1]), total((row) => row[1] * row[2])];
  const everyone = Int32Array.from(rows.keys());
  found.consider(0, everyone, 0, rows.length, weighted, weight, sum, new Dice());
  return found;
}

describe("SplitSearch", () => {
  it("finds the best of all subsets of levels, as trying each does", () => {
    fc.assert(
      fc.property(observations, ({ levels, rows }) => {
        const present = [...new Set(rows.map(([level]) => level))];
        let most = -Infinity;
        for (let subset = 1; subset < 2 ** present.length - 1; subset++) {
          const goesLeft = ([level]: Row) => ((subset >> present.indexOf(level)) & 1) === 1;
          const score = explained(rows.filter(goesLeft)) + explained(rows.filter((row) => !goesLeft(row)));
          most = Math.max(most, score);
        }
        const found = search(levels, rows, best);
        fc.pre(present.length > 1);
        expect(found.score).toBeCloseTo(most, 6);
        const left = new Set(found.order.subarray(0, found.cut + 1));
        const parts = [rows.filter(([l]) => left.has(l)), rows.filter(([l]) => !left.has(l))] as const;
        expect(explained(parts[0]) + explained(parts[1])).toBeCloseTo(most, 6);
      }),
    );
  });

  it("finds none where there is one level only", () => {
    expect(
      search(
        3,
        [
          [1, 1, 5],
          [1, 2, 7],
          [1, 1, 6],
        ],
        best,
      ).feature,
    ).toBe(-1);
  });

  it("never leaves fewer observations on a side than the smallest leaf may hold, by best or by random splits", () => {
    fc.assert(
      fc.property(
        observations,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        ({ levels, rows }, minLeaf, random) => {
          const found = search(levels, rows, { ...best, minLeaf, splits: random ? "random" : "best" });
          if (found.feature < 0) return;
          const left = new Set(found.order.subarray(0, found.cut + 1));
          const count = rows.filter(([level]) => left.has(level)).length;
          expect(Math.min(count, rows.length - count)).toBeGreaterThanOrEqual(minLeaf);
        },
      ),
    );
  });

  it("cuts halfway between neighbouring values, and never at the upper one where rounding leaves no room", () => {
    const low = 1;
    const high = 1 + Number.EPSILON;
    for (const [a, b, threshold] of [
      [2, 5, 3.5],
      [low, high, low],
    ] as const) {
      const inputs = inputsOf(Float64Array.of(a, b, a), [{ kind: "continuous", name: "x" }]);
      const found = new SplitSearch(trainingTable(inputs), best);
      const weighted = Float64Array.of(1, 0, 0, 1, 9, 9, 1, 0, 0);
      found.consider(0, Int32Array.of(0, 1, 2), 0, 3, weighted, 3, 9, new Dice());
      expect(found.threshold).toBe(threshold);
    }
  });

  it("cuts anywhere between neighbouring values where thresholds are random", () => {
    const inputs = inputsOf(Float64Array.of(2, 5, 2), [{ kind: "continuous", name: "x" }]);
    const found = new SplitSearch(trainingTable(inputs), { ...best, threshold: "random" });
    const dice = new Dice();
    dice.seed(createRandom(1));
    const thresholds = Array.from({ length: 200 }, () => {
      found.reset();
      found.consider(0, Int32Array.of(0, 1, 2), 0, 3, Float64Array.of(1, 0, 0, 1, 9, 9, 1, 0, 0), 3, 9, dice);
      return found.threshold;
    });
    expect(Math.min(...thresholds)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...thresholds)).toBeLessThan(5);
    expect(thresholds.reduce((sum, t) => sum + t, 0) / 200).toBeCloseTo(3.5, 0);
  });
});
