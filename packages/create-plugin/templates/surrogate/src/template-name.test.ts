import { createRandom, type Inputs } from "@proxybo/core";
import { testSurrogate } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { templateNameSurrogate } from "./index.ts";

describe("the contract of a surrogate", () => {
  for (const { name, run } of testSurrogate(templateNameSurrogate())) it(name, () => run());
});

/** Architectures of one number each. */
const numbers = (...rows: readonly number[]): Inputs => ({
  n: rows.length,
  rows: Float64Array.from(rows),
  features: [{ kind: "continuous", name: "x" }],
  graph: () => ({ labels: ["input", "output"], edges: [[0, 1]] }),
});

describe("template-name", () => {
  it("is ridge regression on the scaled column: by hand for two observations", () => {
    const model = templateNameSurrogate({ ridge: 2 }).fit(
      numbers(1, 3),
      Float64Array.of(10, 20),
      createRandom(1),
    );
    // The column is scaled to −1 and 1, the targets less their mean to −5 and 5: A = 2 + 2 and Xᵀy = 10, so the weight is
    // 2.5; residuals of ∓2.5 give σ² = 6.25, and x = 3 (scaled 1) has variance 6.25 · (1 + 1 / 4).
    const { mean, variance } = model.predict(numbers(3, 5));
    expect(mean[0]).toBeCloseTo(15 + 2.5, 12);
    expect(mean[1]).toBeCloseTo(15 + 2.5 * 3, 12);
    expect(variance![0]).toBeCloseTo(6.25 * 1.25, 12);
    expect(variance![1]).toBeGreaterThan(variance![0]!);
  });
});
