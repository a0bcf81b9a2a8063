import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { correlation } from "./correlation.ts";
import { logDeterminantScore } from "./log-determinant.ts";

describe("correlation", () => {
  it("equals numpy.corrcoef", () => {
    // numpy.corrcoef([[1, 2, 4, 8], [3, 1, -2, 0], [0.5, 0.25, 9, 1]])
    const expected = [
      [1, -0.5431236301174653, 0.1196087062401451],
      [-0.5431236301174653, 1, -0.8205874612633068],
      [0.1196087062401451, -0.8205874612633068, 1],
    ];
    const rows = Float32Array.of(1, 2, 4, 8, 3, 1, -2, 0, 0.5, 0.25, 9, 1);
    const found = correlation(rows, 3)!.to2DArray();
    for (const [a, row] of expected.entries())
      for (const [b, value] of row.entries()) expect(found[a]![b]).toBeCloseTo(value, 12);
  });

  it("has none for a constant row, where numpy divides by zero, nor for one that is not finite", () => {
    expect(correlation(Float32Array.of(1, 2, 3, 5, 5, 5), 2)).toBeUndefined();
    expect(correlation(Float32Array.of(1, 2, 3, 5, NaN, 5), 2)).toBeUndefined();
    expect(correlation(Float32Array.of(1, 2, 3, 5, Infinity, 5), 2)).toBeUndefined();
  });
});

describe("logDeterminantScore", () => {
  it("is −Σ (log(λ + k) + 1/(λ + k))", () => {
    // eigenvalues ½ and 3/2
    const term = (value: number) => Math.log(value + 1e-5) + 1 / (value + 1e-5);
    const score = logDeterminantScore(
      new Matrix([
        [1, 0.5],
        [0.5, 1],
      ]),
    );
    expect(score).toBeCloseTo(-term(0.5) - term(1.5), 10);
  });

  it("is finite for examples that react alike, and far below that of examples that do not", () => {
    const alike = logDeterminantScore(Matrix.ones(3, 3));
    expect(alike).toBeLessThan(-1e5);
    expect(alike).toBeGreaterThan(-3e5);
    expect(logDeterminantScore(Matrix.eye(3))).toBeCloseTo(-3, 4);
  });
});
