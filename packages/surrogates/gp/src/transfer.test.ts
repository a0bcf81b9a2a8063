import { createRandom, normalScores, type Feature } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { inputsOf, pick } from "./fixtures/formula-data.ts";
import { createGaussianProcess, gaussianProcessOptions } from "./index.ts";

const features: readonly Feature[] = [
  ...[0, 1, 2].map((f): Feature => ({ kind: "categorical", name: `decision ${f}`, levels: 4 })),
  { kind: "continuous", name: "width" },
  ...["right", "inverted", "useless"].map((name): Feature => ({ kind: "proxy", name })),
];
const width = features.length;
const random = createRandom(3);
const rows = Float64Array.from({ length: 300 * width }, (_, k) =>
  k % width < 3 ? random.integer(4) : random.normal(),
);
const whole = inputsOf(rows, features);
/** Lower is better, as `right` says and as `inverted` does not. */
const targets = Float64Array.from({ length: 300 }, (_, i) => {
  const [, , , , right, inverted] = rows.subarray(i * width, (i + 1) * width);
  return right! - inverted! + 0.3 * random.normal();
});
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const scoresOf = (n: number): Float64Array => normalScores(targets.subarray(0, n));

describe("what a process hands on", () => {
  const options = createGaussianProcess().transfer(pick(whole, upTo(80)), scoresOf(80));

  it("are options of a process, slopes with the sign that was learnt", () => {
    const { slopes, priors } = gaussianProcessOptions.parse(options);
    expect(slopes["right"]).toBeGreaterThan(0.2);
    expect(slopes["inverted"]).toBeLessThan(-0.1);
    expect(Math.abs(slopes["useless"]!)).toBeLessThan(0.1);
    expect(Object.keys(priors.proxyWeights)).toEqual(["right", "inverted", "useless"]);
    for (const name of ["hammingScale", "hammingLength", "continuousScale", "proxyLength"] as const)
      expect(priors[name]).toBeGreaterThan(0);
  });

  it("leave the noise to the task", () => {
    expect(options).not.toHaveProperty("priors.noise");
  });

  it("make predictions from few observations better on a task that is alike", () => {
    const few = upTo(6);
    const asked = pick(
      whole,
      upTo(300).filter((i) => i >= 100),
    );
    const truth = targets.subarray(100);
    const squared = (given: object): number => {
      const { mean } = createGaussianProcess({ ...given, useful: 1 })
        .fit(pick(whole, few), scoresOf(6), createRandom(1))
        .predict(asked);
      const spread = (of: ArrayLike<number>): number[] => [...normalScores(of)];
      const [said, real] = [spread(mean), spread(truth)];
      return said.reduce((sum, value, i) => sum + (value - real[i]!) ** 2, 0) / said.length;
    };
    expect(squared(options)).toBeLessThan(0.6 * squared({}));
  });

  it("go by the names of the proxies: others begin as ever", () => {
    const renamed = features.map((feature): Feature =>
      feature.kind === "proxy" ? { ...feature, name: `other ${feature.name}` } : feature,
    );
    const observed = pick(inputsOf(rows, renamed), upTo(1));
    const asked = pick(inputsOf(rows, renamed), upTo(50));
    const predict = (given: object): Float64Array =>
      createGaussianProcess({ ...given, useful: 1, warp: "none" })
        .fit(observed, Float64Array.of(0), createRandom(1))
        .predict(asked).mean;
    const { slopes } = options;
    expect(predict({ slopes })).toEqual(predict({}));
  });
});
