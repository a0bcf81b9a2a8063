import { createRandom, normalScores } from "@proxybo/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dot } from "./cholesky.ts";
import { columnsOf, kindsOf } from "./columns.ts";
import { features, inputsOf, pick, rows, targetsOf } from "./fixtures/formula-data.ts";
import { layoutOf } from "./hyperparameters.ts";
import { createGaussianProcess, gaussianProcessOptions, type GaussianProcessOptions } from "./index.ts";
import { createKernel } from "./kernel.ts";
import { priorOptions } from "./options.ts";
import { factorize } from "./posterior.ts";
import { priorMean, slopesOf } from "./prior-mean.ts";

const whole = inputsOf(rows(0, 900));
const random = createRandom(1);
const targets = targetsOf(whole.rows);
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const from = (a: number, b: number): readonly number[] => upTo(b).slice(a);

describe("memos", () => {
  it("change no bit: a process that followed a search predicts as one that starts now", () => {
    const followed = createGaussianProcess();
    for (let n = 1; n <= 60; n++) {
      const observed = pick(whole, upTo(n));
      const values = normalScores(targets.subarray(0, n));
      const held = followed.crossValidate(observed, values, new Int32Array(n), random);
      const candidates = pick(whole, from(n, 900 - (n % 7)));
      const prediction = followed.fit(observed, values, random).predict(candidates);
      if (n % 9 !== 0 && n < 58) continue;
      const fresh = createGaussianProcess();
      expect(fresh.fit(observed, values, random).predict(candidates)).toEqual(prediction);
      expect(fresh.crossValidate(observed, values, new Int32Array(n), random)).toEqual(held);
    }
  });

  it("change no bit where pending observations come and go, and few or other candidates are asked for", () => {
    const followed = createGaussianProcess();
    for (const [n, pending] of [
      [20, 0],
      [20, 3],
      [21, 2],
      [22, 0],
      [20, 0],
    ] as const) {
      const observed = pick(whole, [...upTo(n), ...from(700, 700 + pending)]);
      const values = targetsOf(observed.rows);
      const model = followed.fit(observed, values, random);
      for (const candidates of [pick(whole, from(100, 103)), pick(whole, from(50 * pending, 500))]) {
        const fresh = createGaussianProcess().fit(observed, values, random);
        expect(fresh.predict(candidates)).toEqual(model.predict(candidates));
      }
    }
  });

  it("change no bit beyond the capacity", () => {
    const options = { capacity: 64, hyperparameters: "prior" } as const;
    const followed = createGaussianProcess(options);
    for (let n = 60; n < 100; n++) {
      const observed = pick(whole, upTo(n));
      const values = targets.slice(0, n);
      const candidates = pick(whole, from(n, 600));
      const prediction = followed.fit(observed, values, random).predict(candidates);
      if (n % 8 !== 0) continue;
      expect(createGaussianProcess(options).fit(observed, values, random).predict(candidates)).toEqual(
        prediction,
      );
    }
  });
});

describe("a Gaussian process", () => {
  it("says of all observations what it predicts for them, beyond the capacity too", () => {
    for (const options of [{}, { capacity: 64 }]) {
      const observed = pick(whole, upTo(100));
      const model = createGaussianProcess(options).fit(observed, targets.slice(0, 100), random);
      const { mean } = model.predict(observed);
      const fitted = model.fitted!();
      expect(fitted).toHaveLength(100);
      for (const [i, value] of fitted.entries()) expect(value).toBeCloseTo(mean[i]!, 9);
    }
  });

  it("goes through its observations without noise", () => {
    const options: GaussianProcessOptions = {
      warp: "none",
      hyperparameters: "prior",
      priors: { noise: 1e-9 },
    };
    const observed = pick(whole, upTo(50));
    const prediction = createGaussianProcess(options)
      .fit(observed, targets.slice(0, 50), random)
      .predict(observed);
    for (let i = 0; i < 50; i++) {
      expect(prediction.mean[i]).toBeCloseTo(targets[i]!, 5);
      expect(prediction.variance![i]).toBeLessThan(1e-6);
    }
  });

  it("is never less certain for having seen more, given scale and hyper-parameters", () => {
    // Constant targets at the prior mean of proxies 0 leave the scale as it is for each n.
    const decisions = features.slice(0, 9);
    const narrow = inputsOf(
      Float64Array.from(upTo(300).flatMap((i) => [...whole.rows.subarray(i * 14, i * 14 + 9)])),
      decisions,
    );
    const gp = createGaussianProcess({ hyperparameters: "prior" });
    const variances = [1, 5, 20, 60].map((n) => {
      const model = gp.fit(pick(narrow, upTo(n)), new Float64Array(n), random);
      return model.predict(pick(narrow, from(100, 300))).variance!.map((v) => (v * (n + 4)) / 4);
    });
    for (let k = 1; k < variances.length; k++)
      for (let c = 0; c < 200; c++)
        expect(variances[k]![c]).toBeLessThanOrEqual(variances[k - 1]![c]! + 1e-12);
    // Of nothing seen it would be the prior's: constant + s_h + s_g.
    for (const v of variances[0]!) expect(v).toBeLessThan(1 + 0.75 + 1);
  });

  it("predicts the same whatever unit the targets have", () => {
    const observed = pick(whole, upTo(80));
    const candidates = pick(whole, from(80, 200));
    for (const warp of ["none", "copula"] as const) {
      const predict = (values: Float64Array) =>
        createGaussianProcess({ warp }).fit(observed, values, random).predict(candidates);
      const plain = predict(targets.slice(0, 80));
      const scaled = predict(targets.slice(0, 80).map((t) => 1000 * t - 7));
      for (let i = 0; i < 120; i++) {
        expect(scaled.mean[i]! / 1000 + 0.007).toBeCloseTo(plain.mean[i]!, 6);
        expect(scaled.variance![i]! / 1e6).toBeCloseTo(plain.variance![i]!, 6);
      }
    }
  });

  it("learns which way a proxy points, and which says nothing", () => {
    const [good, inverted, noise] = [0, 1, 2].map((p) => ({ kind: "proxy", name: `p${p}` }) as const);
    const of = [good!, inverted!, noise!];
    const draw = createRandom(3);
    const drawn = Float64Array.from({ length: 3 * 400 }, () => draw.normal());
    const errors = Float64Array.from(upTo(400), (i) => drawn[3 * i]! - 2 * drawn[3 * i + 1]!);
    const inputs = inputsOf(drawn, of);
    const held = createGaussianProcess().crossValidate(
      pick(inputs, upTo(80)),
      errors.slice(0, 80),
      new Int32Array(80),
      random,
    );
    const prediction = createGaussianProcess()
      .fit(pick(inputs, upTo(80)), errors.slice(0, 80), random)
      .predict(pick(inputs, from(80, 400)));
    expect(share(held, errors.slice(0, 80))).toBeLessThan(0.15);
    expect(share(prediction.mean, errors.slice(80))).toBeLessThan(0.15);
  });

  it("takes a proxy that points the wrong way as it takes the right way, but for what it expects before", () => {
    const width = features.length;
    const inverted = inputsOf(
      whole.rows.map((value, at) => (features[at % width]!.name === "proxy 1" ? -value : value)),
    );
    const predict = (of: typeof whole, slope: number): Float64Array =>
      createGaussianProcess({ slope, useful: 1 })
        .fit(pick(of, upTo(40)), targets.slice(0, 40), createRandom(1))
        .predict(pick(of, from(100, 200))).mean;
    expect(predict(inverted, 0)).toEqual(predict(whole, 0));
    expect(predict(inverted, 0.25)).not.toEqual(predict(whole, 0.25));
  });

  it("is calibrated: of functions drawn from its prior, 68 of 100 lie within a standard deviation", () => {
    const kinds = kindsOf(features);
    const layout = layoutOf(kinds, gaussianProcessOptions.parse({}));
    const drawn = columnsOf(whole, kinds, upTo(420));
    const kernel = createKernel({
      layout,
      values: layout.medians,
      ranges: Float64Array.of(31 / 8, 31 / 8),
      slopes: [],
      slopeVariance: 0.25,
    });
    const { factor } = factorize({ ...kernel, noise: 1e-8 }, drawn, 0)!;
    const prior = priorMean(drawn, slopesOf(kinds, { slope: 0.5, slopes: {} }));
    let within = 0;
    for (const seed of [1, 2, 3]) {
      const draw = createRandom(seed, "functions");
      const white = Float64Array.from(upTo(420), () => draw.normal());
      const truth = factor.map((row, i) => dot(row, white, i + 1) + prior[i]!);
      const noisy = Float64Array.from(upTo(120), (i) => truth[i]! + Math.sqrt(0.05) * draw.normal());
      const { mean, variance } = createGaussianProcess({ warp: "none" })
        .fit(pick(whole, upTo(120)), noisy, random)
        .predict(pick(whole, from(120, 420)));
      for (let i = 0; i < 300; i++)
        if (Math.abs(truth[120 + i]! - mean[i]!) < Math.sqrt(variance![i]!)) within++;
    }
    expect(within / 900).toBeGreaterThan(0.58);
    expect(within / 900).toBeLessThan(0.78);
  });

  it("fits any few rows of any features", () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 4000 }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    const of = [features[0]!, features[4]!, features[9]!, features[11]!];
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.boolean(), (examples, copula) => {
        const inputs = inputsOf(Float64Array.from(examples.flatMap((example) => example.slice(0, 4))), of);
        const values = Float64Array.from(examples, (example) => example[4]);
        const { mean, variance } = createGaussianProcess({ warp: copula ? "copula" : "none" })
          .fit(inputs, values, random)
          .predict(inputs);
        expect(mean.every(Number.isFinite)).toBe(true);
        expect(variance!.every((v) => Number.isFinite(v) && v >= 0)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("says which row and feature is not as it should be", () => {
    const observed = pick(whole, upTo(3));
    const gp = createGaussianProcess();
    const model = gp.fit(observed, targets.slice(0, 3), random);
    for (const [at, value, expected] of [
      [0, 3, "expected a level 0 … 2, got 3 (row 0, field 'decision 0')"],
      [14 + 4, 0.5, "expected a whole number 0 … 1048575, got 0.5 (row 1, field 'path 0')"],
      [28 + 11, Number.NaN, "expected a finite number, got NaN (row 2, field 'proxy 0')"],
    ] as const) {
      const wrong = inputsOf(observed.rows.slice());
      wrong.rows[at] = value;
      expect(() => gp.fit(wrong, targets.slice(0, 3), random)).toThrow(expected);
      expect(() => model.predict(wrong)).toThrow(expected);
    }
    expect(() => gp.fit(observed, Float64Array.of(1, 2, Number.NaN), random)).toThrow(
      "expected finite targets, got NaN (row 2)",
    );
    const narrow = inputsOf(Float64Array.of(0, 1, 2), [features[0]!]);
    expect(() => model.predict(narrow)).toThrow("expected the features that were observed");
  });
});

it("has options that say what they are", () => {
  expect(gaussianProcessOptions.parse({})).toMatchObject({ warp: "copula", hyperparameters: "map" });
  for (const shape of [gaussianProcessOptions.shape, priorOptions.shape])
    for (const [name, schema] of Object.entries(shape)) expect(schema.description, name).toBeTruthy();
});

/** Mean squared error, as a share of the variance. */
function share(mean: Float64Array, truth: Float64Array): number {
  const centre = truth.reduce((sum, t) => sum + t, 0) / truth.length;
  const wrong = truth.reduce((sum, t, i) => sum + (t - mean[i]!) ** 2, 0);
  return wrong / truth.reduce((sum, t) => sum + (t - centre) ** 2, 0);
}
