import { describe, expect, it } from "vitest";
import { correlation } from "./correlation.ts";

describe("correlation", () => {
  it("equals numpy.corrcoef", () => {
    // numpy.corrcoef([[1, 2, 4, 8], [3, 1, -2, 0], [0.5, 0.25, 9, 1]])
    const expected = [
      [1, -0.5431236301174653, 0.1196087062401451],
      [-0.5431236301174653, 1, -0.8205874612633068],
      [0.1196087062401451, -0.8205874612633068, 1],
    ];
    const rows = Float32Array.of(1, 2, 4, 8, 3, 1, -2, 0, 0.5, 0.25, 9, 1);
    const found = correlation(rows, 3)!;
    for (const [a, row] of expected.entries())
      for (const [b, value] of row.entries()) expect(found[a]![b]).toBeCloseTo(value, 12);
  });

  it("has none for a constant row, where numpy divides by zero, nor for one that is not finite", () => {
    expect(correlation(Float32Array.of(1, 2, 3, 5, 5, 5), 2)).toBeUndefined();
    expect(correlation(Float32Array.of(1, 2, 3, 5, NaN, 5), 2)).toBeUndefined();
    expect(correlation(Float32Array.of(1, 2, 3, 5, Infinity, 5), 2)).toBeUndefined();
  });
});
