import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createRandom } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import {
  categoricalData,
  distinctData,
  inputsOf,
  oneHot,
  sixEdges,
  type Data,
} from "./fixtures/formula-data.ts";
import reference from "./fixtures/scikit-learn.json" with { type: "json" };
import { createRandomForest, type ForestOptions } from "./index.ts";

const tables = process.env["PROXYBO_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

describe("a single tree on all observations and features", () => {
  const exactly = { trees: 1, bootstrap: false, featureRatio: 1 };
  const predictions = (width: number, options: ForestOptions) => {
    const { inputs, targets } = { ...distinctData(0, 160, width), targets: distinctData(0, 160, 3).targets };
    const model = createRandomForest({ ...exactly, ...options }).fit(inputs, targets, createRandom(1));
    return model.predict(distinctData(300, 100, width).inputs).mean;
  };

  it("predicts what scikit-learn's DecisionTreeRegressor does, down to leaves of one", () => {
    for (const [i, mean] of predictions(1, {}).entries())
      expect(mean).toBeCloseTo(reference.trees.oneFeature[i]!, 10);
  });

  it("chooses scikit-learn's features and thresholds among three features", () => {
    for (const [i, mean] of predictions(3, { minLeaf: 7, minSplit: 20 }).entries()) {
      expect(mean).toBeCloseTo(reference.trees.threeFeatures[i]!, 10);
    }
  });
});

describe("a forest", () => {
  for (const leaf of [1, 3] as const) {
    it(`has scikit-learn's statistics on formula data, leaves of ${leaf}`, () => {
      const [seen, unseen] = [categoricalData(0, 200), categoricalData(200, 2000)];
      const expected = reference.forests[`formula, leaf ${leaf}`];
      expect(farthest(statistics(oneHot(seen), oneHot(unseen), { minLeaf: leaf }), expected)).toBeLessThan(
        0.03,
      );
    });
  }

  it("predicts from categories as well as scikit-learn's does from one column for each level", () => {
    const found = statistics(categoricalData(0, 200), categoricalData(200, 2000), {});
    expect(found.r2).toBeGreaterThan(reference.forests["formula, leaf 1"].r2 - 0.03);
    expect(found.spearman).toBeGreaterThan(reference.forests["formula, leaf 1"].spearman - 0.03);
  });

  for (const name of ["cifar10", "cifar100"] as const) {
    const path = join(tables, `nb201-${name}.csv.gz`);
    const absent = !existsSync(path);
    for (const n of [50, 200] as const) {
      const why = absent ? " (skipped: no benchmark tables)" : "";
      it.skipIf(absent)(`has scikit-learn's statistics on NAS-Bench-201 ${name}, n = ${n}${why}`, () => {
        const data = nasBench201(path, n + 2000);
        const [seen, unseen] = [part(data, 0, n), part(data, n, n + 2000)];
        const expected = reference.forests[`${name}, n ${n}`];
        expect(farthest(statistics(oneHot(seen), oneHot(unseen), {}), expected)).toBeLessThan(0.03);
        expect(statistics(seen, unseen, {}).spearman).toBeGreaterThan(expected.spearman - 0.03);
      });
    }
  }
});

/** R², Spearman's ρ and the share within ± 1 and ± 2 standard deviations, means over 40 forests, as in generate.py. */
function statistics(seen: Data, unseen: Data, options: ForestOptions) {
  const sums = { r2: 0, spearman: 0, within1: 0, within2: 0 };
  const truth = unseen.targets;
  const center = truth.reduce((sum, y) => sum + y, 0) / truth.length;
  const spread = truth.reduce((sum, y) => sum + (y - center) ** 2, 0);
  for (let seed = 0; seed < 40; seed++) {
    const model = createRandomForest(options).fit(seen.inputs, seen.targets, createRandom(seed));
    const { mean, variance } = model.predict(unseen.inputs);
    const off = mean.map((m, i) => Math.abs(m - truth[i]!));
    const share = (k: number) => off.filter((o, i) => o <= k * Math.sqrt(variance![i]!)).length / off.length;
    sums.r2 += (1 - off.reduce((sum, o) => sum + o * o, 0) / spread) / 40;
    sums.spearman += correlation(ranks(mean), ranks(truth)) / 40;
    sums.within1 += share(1) / 40;
    sums.within2 += share(2) / 40;
  }
  return sums;
}

/** The largest difference of any statistic. */
function farthest(found: Record<string, number>, expected: Record<string, number>): number {
  return Math.max(...Object.entries(expected).map(([name, value]) => Math.abs(found[name]! - value)));
}

/** Average ranks. */
function ranks(values: Float64Array): Float64Array {
  const order = [...values.keys()].toSorted((a, b) => values[a]! - values[b]!);
  const result = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) result[order[k]!] = (from + to - 1) / 2;
  }
  return result;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (a.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - mean) * (b[i]! - mean);
    aa += (a[i]! - mean) ** 2;
    bb += (b[i]! - mean) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** The first `n` rows of the table in the order of generate.py: operations, and the logarithm of the error. */
function nasBench201(path: string, n: number): Data {
  const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split("\n");
  const valid = lines[0]!.split(",").indexOf("valid");
  const rows = new Float64Array(n * 6);
  const targets = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const cells = lines[1 + ((7919 * k + 13) % 15625)]!.split(",");
    const edges = [...cells[0]!.matchAll(/([a-z_0-9]+)~/g)];
    rows.set(
      edges.map((edge) => operations.indexOf(edge[1]!)),
      k * 6,
    );
    targets[k] = Math.log(100 - Number(cells[valid]));
  }
  return { inputs: inputsOf(rows, sixEdges), targets };
}

function part({ inputs, targets }: Data, from: number, to: number): Data {
  const width = inputs.features.length;
  return {
    inputs: inputsOf(inputs.rows.slice(from * width, to * width), inputs.features),
    targets: targets.slice(from, to),
  };
}
