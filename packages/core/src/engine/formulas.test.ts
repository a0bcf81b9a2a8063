import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  averageRanks,
  combinedRank,
  createRandom,
  generalization,
  generalizationByChance,
  influence,
  logExpectedImprovement,
} from "../index.ts";
import reference from "./fixtures/formulas.json" with { type: "json" };
import { assignFolds } from "./folds.ts";
import { millsRatio, normalDistribution, normalQuantile } from "./normal-distribution.ts";
import { errorOfScore, normalScores } from "./normal-scores.ts";

/** G by its definition, pair by pair. */
function generalizationByDefinition(scores: readonly number[], errors: readonly number[]): number {
  let credit = 0;
  let pairs = 0;
  for (let j = 0; j < scores.length; j++) {
    for (let k = j + 1; k < scores.length; k++) {
      if (!Number.isFinite(scores[j]) || !Number.isFinite(scores[k])) continue;
      pairs++;
      if (scores[j] === scores[k] || errors[j] === errors[k]) credit += 0.5;
      else if (Math.sign(scores[j]! - scores[k]!) === Math.sign(errors[j]! - errors[k]!)) credit += 1;
    }
  }
  return pairs === 0 ? 0.5 : credit / pairs;
}

describe("generalization", () => {
  it("counts by hand: of the pairs of (1, 2, 3) and (10, 30, 20) two agree", () => {
    expect(generalization([1, 2, 3], [10, 30, 20])).toBe(2 / 3);
    expect(generalization([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(generalization([3, 2, 1], [1, 2, 3])).toBe(0);
  });

  it("gives half credit to a pair that either side ties", () => {
    expect(generalization([1, 1], [1, 2])).toBe(0.5);
    expect(generalization([1, 2], [5, 5])).toBe(0.5);
    expect(generalization([1, 1, 2], [1, 2, 3])).toBe((0.5 + 1 + 1) / 3);
  });

  it("leaves out observations without a finite score, and knows nothing of fewer than two", () => {
    expect(generalization([1, NaN, 2, -Infinity], [1, 0, 2, 9])).toBe(1);
    expect(generalization([1, NaN], [1, 2])).toBe(0.5);
    expect(generalization([], [])).toBe(0.5);
  });

  it("equals the reference on samples with and without ties", () => {
    for (const { scores, errors, generalization: expected } of reference.generalization)
      expect(generalization(scores, errors)).toBeCloseTo(expected, 14);
  });

  it("equals its definition on any scores, and inverts with them", () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.constant(NaN));
    const pairs = fc.array(fc.tuple(score, fc.integer({ min: 0, max: 8 })), { maxLength: 40 });
    fc.assert(
      fc.property(pairs, (sample) => {
        const scores = sample.map(([s]) => s);
        const errors = sample.map(([, e]) => e);
        const g = generalization(scores, errors);
        expect(g).toBeCloseTo(generalizationByDefinition(scores, errors), 12);
        expect(
          generalization(
            scores.map((s) => -s),
            errors,
          ),
        ).toBeCloseTo(1 - g, 12);
      }),
      { numRuns: 500 },
    );
  });
});

describe("generalizationByChance", () => {
  it("is the spread of G over every order of the observations", () => {
    for (const { n, deviation } of reference.generalizationByChance)
      expect(generalizationByChance(n)).toBeCloseTo(deviation, 12);
  });
});

describe("averageRanks", () => {
  it("shares the mean rank among equals and puts what has no value last", () => {
    expect([...averageRanks([0.3, 0.1, 0.3, NaN])]).toEqual([2.5, 1, 2.5, 4]);
    expect([...averageRanks([NaN, 5, Infinity, -Infinity])]).toEqual([3, 1, 3, 3]);
    expect([...averageRanks([0, -0])]).toEqual([1.5, 1.5]);
  });

  it("equals scipy's rankdata", () => {
    for (const { values, ranks } of reference.ranks) expect([...averageRanks(values)]).toEqual(ranks);
  });

  it("sums to n(n + 1)/2 and keeps the order of the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 60 }), (values) => {
        const ranks = averageRanks(values);
        const n = values.length;
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo((n * (n + 1)) / 2, 9);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++)
            expect(ranks[i]! <= ranks[j]! || !(values[i]! < values[j]!) || !Number.isFinite(values[i])).toBe(
              true,
            );
      }),
    );
  });
});

describe("influence", () => {
  it("gives none to a source that takes no part, and the others what they have without it", () => {
    const [first, out, last] = influence([0.7, -Infinity, 0.6], 9, 0.05);
    expect(out).toBe(0);
    expect([first, last]).toEqual(influence([0.7, 0.6], 9, 0.05));
  });

  it("equals scipy's softmax of G/τ at the falling temperature", () => {
    for (const { g, iteration, tau0, influence: expected } of reference.influence)
      for (const [i, weight] of influence(g, iteration, tau0).entries())
        expect(weight).toBeCloseTo(expected[i]!, 12);
  });

  it("sums to 1 at any temperature, orders as G does, and sharpens with the iteration", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        (g, iteration, tau0) => {
          const weights = influence(g, iteration, tau0);
          expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
          const best = g.indexOf(Math.max(...g));
          expect(weights[best]).toBe(Math.max(...weights));
          expect(influence(g, iteration + 1, tau0)[best]! >= weights[best]! - 1e-12).toBe(true);
        },
      ),
    );
  });
});

describe("combinedRank", () => {
  it("is the weighted sum of the ranks, worked by hand", () => {
    const ranks = [
      [1, 2, 3],
      [3, 1.5, 1.5],
    ];
    expect([...combinedRank(ranks, [0.75, 0.25])]).toEqual([1.5, 1.875, 2.625]);
  });

  it("is the one source's rank when that has all the influence", () => {
    expect([
      ...combinedRank(
        [
          [2, 1],
          [1, 2],
        ],
        [1, 0],
      ),
    ]).toEqual([2, 1]);
  });
});

describe("normalDistribution", () => {
  it("equals scipy's, to a relative 1e-12, tails included", () => {
    for (const { x, cdf, sf_ratio } of reference.normal) {
      expect(Math.abs(normalDistribution(x) / cdf - 1)).toBeLessThan(1e-12);
      expect(Math.abs(millsRatio(Math.abs(x)) / sf_ratio - 1)).toBeLessThan(1e-12);
    }
  });
});

describe("normalQuantile", () => {
  it("equals scipy's, tails included", () => {
    for (const { p, x } of reference.quantile)
      expect(Math.abs(normalQuantile(p) - x)).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(x)) + (p > 0.999 ? 1e-7 : 0),
      );
  });
});

describe("normalScores", () => {
  it("are scipy's normal quantiles of (rank − ½)/n", () => {
    for (const { values, scores } of reference.normalScores)
      for (const [i, score] of normalScores(values).entries()) expect(score).toBeCloseTo(scores[i]!, 11);
  });

  it("do not change when the tail of bad architectures grows longer", () => {
    expect(normalScores([8.4, 8.5, 62])).toEqual(normalScores([8.4, 8.5, 90]));
  });

  it("are translated back to the errors they came from, monotonously in between and beyond", () => {
    const errors = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(errors, fc.double({ min: -4, max: 4, noNaN: true }), (sample, score) => {
        const observed = Float64Array.from(sample);
        const scores = normalScores(observed);
        for (const [i, s] of scores.entries())
          expect(errorOfScore(s, scores, observed)).toBeCloseTo(observed[i]!, 9);
        const here = errorOfScore(score, scores, observed);
        expect(errorOfScore(score + 0.1, scores, observed)).toBeGreaterThanOrEqual(here - 1e-9);
      }),
    );
  });
});

describe("logExpectedImprovement", () => {
  it("equals scipy's, far below the underflow of EI too", () => {
    for (const { mean, variance, best, value } of reference.logExpectedImprovement)
      expect(Math.abs(logExpectedImprovement(mean, variance, best) - value)).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(value)),
      );
  });

  it("is the certain improvement without variance, and −∞ without improvement", () => {
    expect(logExpectedImprovement(8, 0, 10)).toBe(Math.log(2));
    expect(logExpectedImprovement(12, 0, 10)).toBe(-Infinity);
  });

  it("falls with the mean and rises with the variance, wherever it is", () => {
    const gaps = fc.double({ min: -1e5, max: 50, noNaN: true });
    fc.assert(
      fc.property(gaps, fc.double({ min: 0.01, max: 10, noNaN: true }), (gap, deviation) => {
        const here = logExpectedImprovement(0, deviation ** 2, gap);
        expect(Number.isFinite(here)).toBe(true);
        const rounding = 1e-11 * Math.max(1, Math.abs(here));
        expect(logExpectedImprovement(0.1, deviation ** 2, gap)).toBeLessThanOrEqual(here + rounding);
        expect(logExpectedImprovement(0, (deviation * 1.1) ** 2, gap)).toBeGreaterThanOrEqual(
          here - rounding,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe("assignFolds", () => {
  it("fills every fold with n/k observations, give or take one, whatever n and k", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 10 }),
        fc.integer(),
        (n, k, seed) => {
          const counts = new Map<number, number>();
          for (const fold of assignFolds(n, k, createRandom(seed)))
            counts.set(fold, (counts.get(fold) ?? 0) + 1);
          expect(counts.size).toBe(Math.min(n, k));
          expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
