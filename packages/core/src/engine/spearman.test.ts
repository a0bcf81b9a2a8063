import { describe, expect, it } from "vitest";
import { spearman } from "./spearman.ts";

describe("Spearman's ρ", () => {
  it("is that of scipy.stats.spearmanr, ties included, over the pairs that have both numbers", () => {
    expect(spearman([3.1, -2, 7, 7, 0.5, Number.NaN, 4], [30, 28.5, 41, 28.5, 27, 26, 99])).toBeCloseTo(
      0.4852941176470589,
      12,
    );
    expect(spearman([1, 2, 3, 4, 5, 6], [1, 1, 4, 3, 9, 2])).toBeCloseTo(0.5797710356524484, 12);
  });

  it("is NaN where one side is constant", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(spearman([], [])).toBeNaN();
  });
});
