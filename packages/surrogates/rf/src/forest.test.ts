import { createRandom, ProxyboError, spearman, type Inputs } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { categoricalData, distinctData, inputsOf, sixEdges } from "./fixtures/formula-data.ts";
import { createRandomForest, forestOptions, type ForestOptions } from "./index.ts";
import { forestPredictor } from "./predict-forest.ts";

/** Rows `from … to − 1` of inputs. */
function slice({ rows, features }: Inputs, from: number, to: number): Inputs {
  return inputsOf(rows.slice(from * features.length, to * features.length), features);
}

describe("prediction", () => {
  it("adds the variance over trees and the mean variance within leaves, at least the floor", () => {
    // Two trees of one leaf: means 2 and 4 (variance over trees 1), variances 1 and 3 (mean 2).
    const nodes = {
      features: [{ kind: "continuous", name: "x" }] as const,
      roots: Int32Array.of(0, 1),
      structure: Int32Array.of(-1, 0, 0, 0, -1, 0, 0, 0),
      thresholds: new Float64Array(2),
      means: Float64Array.of(2, 4),
      variances: Float64Array.of(1, 3),
      wideMasks: new Int32Array(0),
    };
    const predict = (varianceFloor: number) =>
      forestPredictor({ nodes, varianceFloor })(Float64Array.of(0), 1);
    expect(predict(0)).toEqual({ mean: Float64Array.of(3), variance: Float64Array.of(3) });
    expect(predict(5).variance).toEqual(Float64Array.of(5));
  });

  it("is the same row by row (walking) and all at once (bitsets)", () => {
    for (const options of [{}, { minLeaf: 3 }, { splits: "random" }] satisfies ForestOptions[]) {
      const { inputs, targets } = categoricalData(0, 200);
      const candidates = categoricalData(200, 600).inputs;
      const model = createRandomForest(options).fit(inputs, targets, createRandom(1));
      const one = Array.from({ length: 600 }, (_, i) => model.predict(slice(candidates, i, i + 1)));
      const all = model.predict(candidates);
      expect(Array.from(all.mean)).toEqual(one.map(({ mean }) => mean[0]));
      expect(Array.from(all.variance!)).toEqual(one.map(({ variance }) => variance![0]));
    }
  });

  it("is that too for levels so many that their combinations need several groups", () => {
    const levels = [3, 30, 2, 2, 31, 5];
    const features = levels.map(
      (count, f) => ({ kind: "categorical", name: `${f}`, levels: count }) as const,
    );
    const random = createRandom(1);
    const rows = Float64Array.from({ length: 400 * 6 }, (_, at) => random.integer(levels[at % 6]!));
    const inputs = inputsOf(rows, features);
    const targets = Float64Array.from(
      { length: 400 },
      (_, i) => rows[6 * i + 1]! * rows[6 * i + 3]! + rows[6 * i + 4]!,
    );
    const model = createRandomForest().fit(slice(inputs, 0, 100), targets.slice(0, 100), random);
    const all = model.predict(inputs);
    for (let i = 0; i < 400; i++)
      expect(model.predict(slice(inputs, i, i + 1))).toEqual({
        mean: all.mean.slice(i, i + 1),
        variance: all.variance!.slice(i, i + 1),
      });
  });

  it("sends levels that a split has not seen to its larger side", () => {
    // Level 0 three times, level 1 twice, level 2 never.
    const features = [{ kind: "categorical", name: "c", levels: 3 }] as const;
    const inputs = inputsOf(Float64Array.of(0, 0, 0, 1, 1), features);
    const model = createRandomForest({ bootstrap: false }).fit(
      inputs,
      Float64Array.of(9, 9, 9, 1, 1),
      createRandom(1),
    );
    expect(model.predict(inputsOf(Float64Array.of(0, 1, 2), features)).mean).toEqual(
      Float64Array.of(9, 1, 9),
    );
  });

  it("tells hundreds of levels apart", () => {
    const features = [{ kind: "categorical", name: "c", levels: 300 }] as const;
    const inputs = inputsOf(
      Float64Array.from({ length: 300 }, (_, i) => i),
      features,
    );
    const targets = Float64Array.from({ length: 300 }, (_, i) => (i * 7) % 5);
    const model = createRandomForest({ bootstrap: false }).fit(inputs, targets, createRandom(1));
    expect(model.predict(inputs).mean).toEqual(targets);
  });
});

describe("fitting", () => {
  it("keeps to the greatest depth: 0 is the mean, 1 at most two values", () => {
    const { inputs, targets } = distinctData(0, 80, 3);
    const values = (maxDepth: number) => {
      const forest = createRandomForest({ trees: 1, bootstrap: false, maxDepth });
      return [...new Set(forest.fit(inputs, targets, createRandom(1)).predict(inputs).mean)];
    };
    expect(values(0)).toEqual([expect.closeTo(targets.reduce((sum, y) => sum + y, 0) / 80, 10)]);
    expect(values(1)).toHaveLength(2);
  });

  it("grows a tree on `maxDraws` draws of many observations, on n of fewer", () => {
    const features = [{ kind: "continuous", name: "x" }] as const;
    const leaves = (n: number, options: ForestOptions): number => {
      const x = Float64Array.from({ length: n }, (_, i) => i);
      const forest = createRandomForest({ trees: 1, ...options });
      const model = forest.fit(inputsOf(x, features), x, createRandom(1));
      return new Set(model.predict(inputsOf(x, features)).mean).size;
    };
    expect(leaves(3000, { maxDraws: 1 })).toBe(1);
    expect(leaves(3000, { maxDraws: 40 })).toBeLessThanOrEqual(40);
    // Of n draws with replacement 1 − 1/e are different: 1,264 of 2,000 out of 2,000, 1,460 out of 3,000.
    expect(leaves(2000, {})).toBe(leaves(2000, { maxDraws: 5000 }));
    expect(Math.abs(leaves(3000, {}) - 1460)).toBeLessThan(50);
    expect(leaves(3000, { bootstrap: false })).toBe(3000);
  });

  it("draws from the random stream alone, and different streams give different forests", () => {
    const { inputs, targets } = categoricalData(0, 100);
    const mean = (seed: number) =>
      createRandomForest().fit(inputs, targets, createRandom(seed)).predict(inputs).mean;
    expect(mean(1)).toEqual(mean(1));
    expect(mean(2)).not.toEqual(mean(1));
  });

  it("keeps its accuracy on targets far from 0", () => {
    const inputs = distinctData(0, 80, 1).inputs;
    const whole = distinctData(0, 80, 3).targets.map((target) => Math.round(10 * target));
    const mean = (y: Float64Array) => {
      const forest = createRandomForest({ trees: 1, bootstrap: false, maxDepth: 4 });
      return forest.fit(inputs, y, createRandom(1)).predict(inputs).mean;
    };
    const [near, far] = [mean(whole), mean(whole.map((target) => target + 2 ** 40))];
    for (const [i, m] of far.entries()) expect(m - 2 ** 40).toBeCloseTo(near[i]!, 3);
  });

  it("takes 10,000 observations of mixed features", () => {
    const random = createRandom(1);
    const features: Inputs["features"] = [...sixEdges, { kind: "continuous", name: "x" }];
    const n = 10_000;
    const rows = Float64Array.from({ length: n * 7 }, (_, k) =>
      k % 7 < 6 ? random.integer(5) : random.uniform(),
    );
    const targets = Float64Array.from({ length: n }, (_, i) => rows[i * 7]! + 10 * rows[i * 7 + 6]!);
    const inputs = inputsOf(rows, features);
    const { mean } = createRandomForest().fit(inputs, targets, random).predict(inputs);
    for (const i of [0, 1, 9999]) expect(mean[i]).toBeCloseTo(targets[i]!, 0);
  });

  it("says what is wrong with what it is given", () => {
    const { inputs, targets } = categoricalData(0, 10);
    const fit = (changed: Partial<Inputs>, y = targets) =>
      createRandomForest().fit({ ...inputs, ...changed }, y, createRandom(1));
    const broken = inputs.rows.slice();
    broken[13] = 5;
    expect(() => fit({ rows: broken })).toThrow("expected a level 0 … 4, got 5 (row 2, field 'edge 1')");
    expect(() => fit({}, targets.with(3, NaN))).toThrow("expected finite targets, got NaN (row 3)");
    expect(() => fit({}, targets.slice(1))).toThrow("expected 10 targets, got 9");
    expect(() => fit({ n: 11 })).toThrow("expected 11 × 6 encoded features, got 60 numbers");
    expect(() => fit({ n: 0, rows: new Float64Array(0) }, new Float64Array(0))).toThrow(ProxyboError);
    expect(() => fit({}).predict({ ...inputs, rows: broken })).toThrow("got 5");
  });
});

describe("crossValidate", () => {
  it("predicts each fold as a forest does that is fitted to the other observations alone", () => {
    for (const { inputs, targets } of [categoricalData(0, 60), distinctData(0, 60, 3)]) {
      const forest = createRandomForest();
      const folds = Int32Array.from({ length: 60 }, (_, i) => (i < 20 ? 0 : 1));
      const held = forest.crossValidate(inputs, targets, folds, createRandom(3));
      const model = forest.fit(slice(inputs, 20, 60), targets.slice(20), createRandom(3));
      expect(held.slice(0, 20)).toEqual(model.predict(slice(inputs, 0, 20)).mean);
    }
  });

  it.for([
    ["of the other folds", 2000],
    ["that did not draw them", 1000],
  ])(
    "orders thousands of observations by trees %s as well as a forest that is told all others",
    ([, maxDraws]) => {
      const { inputs, targets } = categoricalData(0, 4000);
      const forest = createRandomForest({ maxDraws: Number(maxDraws) });
      const folds = Int32Array.from({ length: 4000 }, (_, i) => i % 5);
      const held = forest.crossValidate(inputs, targets, folds, createRandom(3));
      const others = forest.fit(slice(inputs, 800, 4000), targets.slice(800), createRandom(3));
      const rho = spearman(others.predict(slice(inputs, 0, 800)).mean, targets.slice(0, 800));
      expect(rho).toBeGreaterThan(0.9);
      expect(spearman(held, targets)).toBeGreaterThan(rho - 0.03);
    },
  );

  it("predicts no observation by a tree that has seen it, whether of many or of few", () => {
    const { inputs, targets } = distinctData(0, 1000, 3);
    const folds = Int32Array.from({ length: 1000 }, (_, i) => i % 5);
    for (const maxDraws of [200, 2000]) {
      const forest = createRandomForest({ maxDraws });
      const plain = forest.crossValidate(inputs, targets, folds, createRandom(3));
      for (const i of [0, 17, 999]) {
        const held = forest.crossValidate(inputs, targets.with(i, 1e6), folds, createRandom(3));
        expect(Math.abs(held[i]! - plain[i]!)).toBeLessThan(50);
      }
    }
  });

  it("refuses a fold that holds everything", () => {
    const { inputs, targets } = categoricalData(0, 4);
    const forest = createRandomForest();
    expect(() => forest.crossValidate(inputs, targets, new Int32Array(4), createRandom(1))).toThrow(
      "one fold",
    );
  });
});

describe("options", () => {
  it("have defaults and descriptions, and refuse unknown names", () => {
    expect(forestOptions.parse({})).toMatchObject({ trees: 10, bootstrap: true });
    expect(() => createRandomForest({ tree: 5 } as ForestOptions)).toThrow("tree");
  });
});
