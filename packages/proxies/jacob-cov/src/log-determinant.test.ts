import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { logDeterminantScore } from "./log-determinant.ts";

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
