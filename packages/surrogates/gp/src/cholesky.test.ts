import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendCholesky, extendInverse, multiplyTransposed, solveLower } from "./cholesky.ts";
import type { TriangularRows } from "./cholesky.ts";

/** A Gram matrix of random vectors, with something added to its diagonal. */
const positiveDefinite = fc.integer({ min: 1, max: 12 }).chain((n) =>
  fc
    .array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n, maxLength: n }), {
      minLength: n,
      maxLength: n,
    })
    .map((vectors) =>
      vectors.map((a, i) =>
        vectors.map((b, j) => a.reduce((sum, x, k) => sum + x * b[k]!, 0) + (i === j ? 0.1 : 0)),
      ),
    ),
);

function factorOf(matrix: readonly (readonly number[])[]): TriangularRows {
  const factor: TriangularRows = [];
  for (const [i, row] of matrix.entries())
    if (!extendCholesky(factor, Float64Array.from(row.slice(0, i + 1)))) throw new Error("indefinite");
  return factor;
}

describe("a Cholesky factor", () => {
  it("multiplied by its transpose is the matrix", () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const factor = factorOf(matrix);
        for (let i = 0; i < matrix.length; i++)
          for (let j = 0; j <= i; j++) {
            let product = 0;
            for (let k = 0; k <= j; k++) product += factor[i]![k]! * factor[j]![k]!;
            expect(product).toBeCloseTo(matrix[i]![j]!, 10);
          }
      }),
    );
  });

  it("solves, with its inverse", () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const factor = factorOf(matrix);
        const inverse: TriangularRows = [];
        while (inverse.length < factor.length) extendInverse(inverse, factor);
        const wanted = matrix.map((_, i) => Math.cos(i));
        const b = Float64Array.from(matrix, (row) => row.reduce((sum, x, j) => sum + x * wanted[j]!, 0));
        const solution = multiplyTransposed(inverse, solveLower(factor, b));
        for (const [i, x] of wanted.entries()) expect(solution[i]).toBeCloseTo(x, 8);
      }),
    );
  });

  it("stays as it was at a row that makes the matrix indefinite", () => {
    const factor = factorOf([[4]]);
    expect(extendCholesky(factor, Float64Array.of(2, 1))).toBe(false);
    expect(extendCholesky(factor, Float64Array.of(3, 1))).toBe(false);
    expect(factor).toEqual([Float64Array.of(2)]);
  });
});
