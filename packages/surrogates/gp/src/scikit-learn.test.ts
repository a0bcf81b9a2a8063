import { describe, expect, it } from "vitest";
import { CandidateBlock } from "./candidate-block.ts";
import { columnsOf, kindsOf } from "./columns.ts";
import { features, rows, targetsOf } from "./fixtures/formula-data.ts";
import reference from "./fixtures/scikit-learn.json" with { type: "json" };
import { layoutOf } from "./hyperparameters.ts";
import { createKernel } from "./kernel.ts";
import { createLikelihood, scaleShape } from "./marginal-likelihood.ts";
import { gaussianProcessOptions } from "./options.ts";
import { condition, factorize, leaveOneOut } from "./posterior.ts";
import { priorMean, slopesOf } from "./prior-mean.ts";

const kinds = kindsOf(features);
const layout = layoutOf(kinds, gaussianProcessOptions.parse({ ard: true }));
const values = Float64Array.from(reference.values);
const all = (n: number) => Array.from({ length: n }, (_, i) => i);
const columns = (start: number, n: number) => columnsOf({ rows: rows(start, n), features }, kinds, all(n));
const seen = columns(0, 40);
const targets = targetsOf(rows(0, 40));
const ranges = Float64Array.from(seen.continuous, (column) => Math.max(...column) - Math.min(...column));
const slopes = slopesOf(kinds, { slope: 0.5, slopes: {} });
const parts = { layout, values, ranges, slopes, slopeVariance: 0.25 };
const prior = priorMean(seen, slopes);
const posterior = condition(factorize(createKernel(parts), seen, 0)!, targets, slopes);

/** The largest difference of two equally long lists. */
function gap(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, i) => Math.abs(actual[i]! - value)));
}

describe("the process is scikit-learn's on the same kernel", () => {
  it("in the posterior mean and variance", () => {
    const probes = columns(100, 30);
    const [mean, variance] = [new Float64Array(30), new Float64Array(30)];
    new CandidateBlock(probes).predict(posterior, mean, variance);
    expect(gap(mean, reference.mean)).toBeLessThan(1e-9);
    const relative = variance.map((v) => v / posterior.scale);
    expect(gap(relative, reference.relativeVariance)).toBeLessThan(1e-9);
  });

  it("in the scale", () => expect(posterior.scale).toBeCloseTo(reference.scale, 10));

  it("in the marginal likelihood, given the scale and with the scale integrated", () => {
    const n = 40;
    const logDeterminant = posterior.factor.reduce((sum, row, i) => sum + 2 * Math.log(row[i]!), 0);
    const q = posterior.whitened.reduce((sum, x) => sum + x * x, 0);
    const given = -0.5 * (logDeterminant + q + n * Math.log(2 * Math.PI));
    expect(given).toBeCloseTo(reference.logMarginalGivenUnitScale, 8);
    const residuals = targets.map((target, i) => target - prior[i]!);
    const { value } = createLikelihood(seen, residuals, parts)(values);
    // ln Γ(a₀ + n/2)/Γ(a₀) of whole numbers, and (2πa₀)^(n/2): what does not depend on the hyper-parameters.
    let constant = (-n / 2) * Math.log(2 * Math.PI * scaleShape);
    for (let k = scaleShape; k < scaleShape + n / 2; k++) constant += Math.log(k);
    expect(value + constant).toBeCloseTo(reference.logMarginal, 8);
  });

  it("in leaving one out, as refits without each", () => {
    const { mean, variance } = leaveOneOut(posterior, targets);
    expect(gap(mean, reference.leftOutMean)).toBeLessThan(1e-9);
    const relative = variance.map((v) => v / posterior.scale);
    expect(gap(relative, reference.leftOutRelativeVariance)).toBeLessThan(1e-9);
  });
});

describe("the likelihood", () => {
  it("has the derivatives that differences give, by each hyper-parameter", () => {
    const likelihood = createLikelihood(
      seen,
      targets.map((target, i) => target - prior[i]!),
      parts,
    );
    const { gradient } = likelihood(values);
    for (let i = 0; i < values.length; i++) {
      const at = (step: number): number =>
        likelihood(values.map((value, j) => (i === j ? value * Math.exp(step) : value))).value;
      const difference = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect(gradient[i], layout.names[i]).toBeCloseTo(difference, 6);
    }
  });
});
