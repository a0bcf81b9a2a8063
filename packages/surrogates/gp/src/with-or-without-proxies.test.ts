import { createRandom, type Feature } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { inputsOf, pick } from "./fixtures/formula-data.ts";
import { createGaussianProcess, gaussianProcessOptions } from "./index.ts";
import type { Observed } from "./process.ts";
import { lastLearning } from "./schedule.ts";
import { copula } from "./warp.ts";
import { leastShare, WithOrWithoutProxies } from "./with-or-without-proxies.ts";

const decisions = [0, 1, 2].map((f): Feature => ({ kind: "categorical", name: `decision ${f}`, levels: 3 }));
const features: readonly Feature[] = [
  ...decisions,
  ...["useful", "useless"].map((name): Feature => ({ kind: "proxy", name })),
];
const size = lastLearning + 20;
const draw = createRandom(5);
const rows = Float64Array.from({ length: size * 5 }, (_, k) => (k % 5 < 3 ? draw.integer(3) : draw.normal()));
const whole = inputsOf(rows, features);
const row = (i: number): Float64Array => rows.subarray(5 * i, 5 * i + 5);
const told = (sign: number) =>
  Float64Array.from({ length: size }, (_, i) => row(i)[0]! - row(i)[1]! + 2 * sign * row(i)[3]!);
const untold = Float64Array.from({ length: size }, (_, i) => row(i)[0]! - row(i)[1]! + 0.1 * draw.normal());
const first = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

function observed(n: number, errors: Float64Array): Observed {
  const targets = errors.slice(0, n);
  const conditioned = Int32Array.from(targets.keys());
  return { inputs: pick(whole, first(n)), targets, conditioned, values: copula(targets).values };
}
const processes = (useful?: number) =>
  new WithOrWithoutProxies(features, gaussianProcessOptions.parse({ useful }));

describe("the probability that proxies tell something", () => {
  it("is what it was before anything was observed", () => {
    for (const useful of [0.1, 0.3, 1])
      expect(processes(useful).probability(observed(1, untold))).toBeCloseTo(useful, 12);
  });

  it("goes to 1 where one does, whichever way it points, and to 0 where none does", () => {
    for (const sign of [1, -1])
      expect(processes(0.5).probability(observed(40, told(sign)))).toBeGreaterThan(0.99);
    expect(processes().probability(observed(40, untold))).toBeLessThan(0.05);
  });

  it("follows Bayes' rule", () => {
    const odds = (useful: number): number => {
      const probability = processes(useful).probability(observed(14, untold));
      return probability / (1 - probability);
    };
    expect(odds(0.8) / odds(0.5)).toBeCloseTo(4, 8);
    const { told: one } = processes();
    const { told: other } = new WithOrWithoutProxies(decisions, gaussianProcessOptions.parse({}));
    const own = rowsWithoutProxies();
    const without = { ...observed(14, untold), inputs: pick(inputsOf(own, decisions), first(14)) };
    const ratio = Math.exp(one.learn(observed(14, untold)).logEvidence - other.learn(without).logEvidence);
    expect(odds(0.5)).toBeCloseTo(ratio, 8);
  });
});

describe("the process that is asked", () => {
  const candidates = pick(whole, first(60).slice(30));

  it("is one that is told the proxies, or one like that of observations without them", () => {
    const targets = untold.slice(0, 25);
    const seen = pick(whole, first(25));
    const always = createGaussianProcess({ useful: 1 })
      .fit(seen, targets, createRandom(1))
      .predict(candidates);
    const own = inputsOf(rowsWithoutProxies(), decisions);
    const without = createGaussianProcess().fit(pick(own, first(25)), targets, createRandom(1));
    const never = without.predict(pick(own, first(60).slice(30)));
    const asked = first(40).map((seed) => {
      const prediction = createGaussianProcess().fit(seen, targets, createRandom(seed)).predict(candidates);
      const isTold = prediction.mean[0] === always.mean[0];
      expect(prediction).toEqual(isTold ? always : never);
      return isTold;
    });
    expect(new Set(asked)).toEqual(new Set([true, false]));
  });

  it("is drawn with its posterior probability, by the random stream alone", () => {
    const n = 6;
    const targets = told(1).slice(0, n);
    const always = createGaussianProcess({ useful: 1 }).fit(pick(whole, first(n)), targets, createRandom(1));
    const expected = always.predict(candidates).mean[0]!;
    const useful = 0.15;
    const gp = createGaussianProcess({ useful });
    const ask = (seed: number): number =>
      gp.fit(pick(whole, first(n)), targets, createRandom(seed)).predict(candidates).mean[0]!;
    const asked = Array.from({ length: 400 }, (_, seed) => ask(seed) === expected);
    const share = asked.filter(Boolean).length / 400;
    const probability = processes(useful).probability(observed(n, told(1)));
    expect(probability).toBeGreaterThan(leastShare);
    expect(probability).toBeLessThan(1 - leastShare);
    // Four standard deviations.
    expect(Math.abs(share - probability)).toBeLessThan(0.1);
    for (const seed of [7, 8, 9]) expect(ask(seed) === expected).toBe(asked[seed]);
  });

  it("is the less probable one now and then", () => {
    const both = processes();
    for (const [errors, probable] of [
      [told(1), true],
      [untold, false],
    ] as const) {
      const much = observed(40, errors);
      const asked = Array.from({ length: 100 }, (_, k) => both.choose(much, (k + 0.5) / 100) === both.told);
      expect(asked.filter((isTold) => isTold === probable)).toHaveLength(80);
    }
  });

  it("is the more probable one beyond the last learning", () => {
    const both = processes();
    const late = observed(lastLearning + 1, untold);
    expect(both.choose(late, 0)).toBe(both.moreProbable(late));
    expect(both.choose(late, 0)).not.toBe(both.told);
    const early = observed(lastLearning, untold);
    expect(both.choose(early, 0)).toBe(both.told);
    expect(both.choose(early, 1 - 1e-12)).not.toBe(both.told);
  });
});

function rowsWithoutProxies(): Float64Array {
  return Float64Array.from({ length: size * 3 }, (_, k) => rows[5 * Math.floor(k / 3) + (k % 3)]!);
}
