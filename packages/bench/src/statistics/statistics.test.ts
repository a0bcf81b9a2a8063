import { readFileSync } from "node:fs";
import { createRandom } from "@proxybo/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrap, bootstrapDefaults } from "./bootstrap.ts";
import { mean, moments, quantile } from "./moments.ts";
import { twoSidedTail } from "./normal.ts";
import { comparePaired, holm, signTest, wilcoxonSignedRank } from "./paired.ts";
import { rankCorrelations } from "./rank-correlation.ts";
import { share } from "./share.ts";

interface Reference {
  readonly paired: readonly {
    differences: number[];
    wilcoxon: number;
    lower: number;
    higher: number;
    sign: number;
    mean: number;
    std: number;
    standardError: number;
    median: number;
    quantile: number;
  }[];
  readonly correlations: readonly {
    x: number[];
    y: number[];
    spearman: number;
    kendall: number;
    counts: number[];
    drawnSpearman: number;
    drawnKendall: number;
  }[];
  readonly tails: readonly { z: number; p: number }[];
  readonly wilson: readonly { k: number; n: number; low: number; high: number }[];
}

const scipy = JSON.parse(
  readFileSync(new URL("./fixtures/scipy.json", import.meta.url), "utf8"),
) as Reference;

describe("against scipy", () => {
  it.for(scipy.paired)("paired tests and moments, case %$", (wanted) => {
    const { differences } = wanted;
    expect(wilcoxonSignedRank(differences)).toBeCloseTo(wanted.wilcoxon, 10);
    expect(signTest(wanted.lower, wanted.higher)).toBeCloseTo(wanted.sign, 12);
    const got = moments(differences);
    for (const field of ["mean", "std", "standardError", "median"] as const)
      expect(got[field], field).toBeCloseTo(wanted[field], 12);
    expect(quantile(differences, 0.025)).toBeCloseTo(wanted.quantile, 12);
  });

  it.for(scipy.correlations)("rank correlations with ties, and of a bootstrap sample, case %$", (wanted) => {
    const correlate = rankCorrelations(wanted.x, wanted.y);
    expect(correlate().spearman).toBeCloseTo(wanted.spearman, 12);
    expect(correlate().kendall).toBeCloseTo(wanted.kendall, 12);
    const drawn = correlate(Int32Array.from(wanted.counts));
    expect(drawn.spearman).toBeCloseTo(wanted.drawnSpearman, 12);
    expect(drawn.kendall).toBeCloseTo(wanted.drawnKendall, 12);
  });

  it("tails of the normal distribution", () => {
    for (const { z, p } of scipy.tails) {
      expect(twoSidedTail(z) / p, `z = ${z}`).toBeCloseTo(1, 10);
      expect(twoSidedTail(-z)).toBe(twoSidedTail(z));
    }
  });

  it("Wilson's interval of a share", () => {
    for (const { k, n, low, high } of scipy.wilson) {
      expect(share(k, n).low).toBeCloseTo(low, 10);
      expect(share(k, n).high).toBeCloseTo(high, 10);
    }
  });
});

describe("bootstrap", () => {
  it("leaves out resamples without a value", () => {
    const options = { random: createRandom(5), resamples: 200, level: 0.9 };
    const several = (indices: Int32Array): number => (new Set(indices).size < 2 ? Number.NaN : 1);
    expect(bootstrap(2, several, options)).toEqual({ value: 1, low: 1, high: 1 });
    expect(bootstrap(1, several, options)).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
  });

  it("covers the true mean about as often as it says", () => {
    const random = createRandom(3);
    let covered = 0;
    for (let trial = 0; trial < 300; trial++) {
      const sample = Float64Array.from({ length: 40 }, () => 5 + random.normal());
      const { low, high } = bootstrap(40, (indices) => mean(Float64Array.from(indices, (i) => sample[i]!)), {
        ...bootstrapDefaults,
        resamples: 300,
        random: random.fork(trial),
      });
      if (low <= 5 && 5 <= high) covered++;
    }
    expect(covered / 300).toBeGreaterThan(0.88);
    expect(covered / 300).toBeLessThan(0.98);
  });

  it("leaves the upper end open where a target is not always reached", () => {
    const reached = [10, 20, Infinity, Infinity, 30, 15, 12, 11];
    const { high } = bootstrap(
      8,
      (indices) =>
        quantile(
          Array.from(indices, (i) => reached[i]!),
          0.5,
        ),
      {
        ...bootstrapDefaults,
        random: createRandom(1),
      },
    );
    expect(high).toBe(Infinity);
  });
});

describe("paired comparison", () => {
  it("counts seeds and takes equal ones out of the tests", () => {
    const random = createRandom(1);
    const a = [1, 2, 3, 4];
    expect(comparePaired(a, a, { random })).toMatchObject({
      equal: 4,
      wilcoxon: NaN,
      sign: NaN,
      difference: { value: 0, low: 0, high: 0 },
    });
    expect(comparePaired(a, [2, 3, 4, 3], { random })).toMatchObject({ lower: 3, higher: 1, equal: 0 });
  });

  it("is paired: a shift that all seeds share is found though seeds differ far more", () => {
    const random = createRandom(2);
    const a = Array.from({ length: 20 }, () => 100 * random.normal());
    const { difference } = comparePaired(
      a,
      a.map((value) => value + 1),
      { random },
    );
    expect(difference.value).toBeCloseTo(-1, 9);
    expect(difference.high).toBeLessThan(-0.99);
  });
});

it("Holm's correction is monotone, at least the values and at most n times them", () => {
  expect(holm([0.01, 0.04, NaN, 0.03])).toEqual([0.03, 0.06, NaN, 0.06]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (values) => {
      const corrected = holm(values);
      for (const [i, value] of values.entries()) {
        expect(corrected[i]).toBeGreaterThanOrEqual(value);
        expect(corrected[i]).toBeLessThanOrEqual(Math.min(1, value * values.length) + 1e-12 + value);
      }
    }),
  );
});
