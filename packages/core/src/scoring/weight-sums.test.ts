import { describe, expect, it } from "vitest";
import type { ParameterInfo } from "../contracts/runtime.ts";
import { weightNorms, weightProduct } from "./weight-sums.ts";

const infos: readonly ParameterInfo[] = (["weight", "bias", "scale", "weight"] as const).map((role, i) => ({
  name: `${i}.${role}`,
  node: i,
  role,
  shape: [2],
}));
const tensors = (...pairs: readonly [number, number][]) => pairs.map((pair) => Float32Array.from(pair));

describe("weightNorms", () => {
  it("adds the norms of weights only, without rounding to single precision", () => {
    expect(weightNorms(infos, tensors([3, -4], [9, 9], [9, 9], [2 ** 24, 0]))).toBe(5 + 2 ** 24);
    // In single precision 2²⁴ + 1 is 2²⁴.
    expect(weightNorms(infos, tensors([1, 0], [9, 9], [9, 9], [2 ** 24, 0]))).toBe(2 ** 24 + 1);
  });
});

describe("weightProduct", () => {
  it("adds products of weights only, with their signs, without rounding to single precision", () => {
    const a = tensors([2, -1], [5, 5], [5, 5], [2 ** 24, 1]);
    const b = tensors([3, 4], [1, 1], [1, 1], [1, 1]);
    expect(weightProduct(infos, a, b)).toBe(6 - 4 + 2 ** 24 + 1);
  });
});
