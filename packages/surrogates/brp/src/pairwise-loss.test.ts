import { describe, expect, it } from "vitest";
import { pairwiseLoss } from "./pairwise-loss.ts";

describe("the pairwise loss", () => {
  it("stays finite for scores that are far apart, in the right and in the wrong order", () => {
    const slopes = new Float64Array(2);
    expect(pairwiseLoss(Float64Array.of(0, 2000), Float64Array.of(1, 2), slopes)).toBe(0);
    expect(slopes[0]).toBeCloseTo(0, 15);
    expect(pairwiseLoss(Float64Array.of(2000, 0), Float64Array.of(1, 2), slopes)).toBe(2000);
    expect([...slopes]).toEqual([1, -1]);
  });

  it("draws the scores of equal targets together", () => {
    const slopes = new Float64Array(2);
    expect(pairwiseLoss(Float64Array.of(3, 3), Float64Array.of(5, 5), slopes)).toBeCloseTo(Math.LN2, 15);
    expect(slopes[0]).toBe(0);
    pairwiseLoss(Float64Array.of(3, 2), Float64Array.of(5, 5), slopes);
    expect(slopes[0]).toBeGreaterThan(0);
    expect(slopes[1]).toBe(-slopes[0]!);
  });

  it("is nothing without a pair, and overwrites what the gradients held", () => {
    const slopes = Float64Array.of(7);
    expect(pairwiseLoss(Float64Array.of(3), Float64Array.of(5), slopes)).toBe(0);
    expect(slopes[0]).toBe(0);
  });
});
