import { createRandom, type Feature } from "@proxybo/core";
import { describe, expect, it } from "vitest";
import { inputsOf } from "./fixtures/formula-data.ts";
import { createGaussianProcess } from "./index.ts";

const decisions = [0, 1].map((f): Feature => ({ kind: "categorical", name: `decision ${f}`, levels: 3 }));
const features: readonly Feature[] = [
  ...decisions,
  ...["useful", "useless"].map((name): Feature => ({ kind: "proxy", name })),
];
const random = createRandom(7);
const rows = Float64Array.from({ length: 60 * 4 }, (_, k) =>
  k % 4 < 2 ? random.integer(3) : random.normal(),
);
const targetsOf = (of: (row: Float64Array) => number): Float64Array =>
  Float64Array.from({ length: 60 }, (_, i) => of(rows.subarray(4 * i, 4 * i + 4)));

describe("influence", () => {
  it("is that of the proxy that decides, whichever way it points, and not of the useless one", () => {
    for (const sign of [1, -1]) {
      const targets = targetsOf((row) => sign * row[2]!);
      const [space, useful, useless] = createGaussianProcess().influence(inputsOf(rows, features), targets);
      expect(space! + useful! + useless!).toBeCloseTo(1, 12);
      expect(useful).toBeGreaterThan(0.8);
      expect(useless).toBeLessThan(0.1);
    }
  });

  it("is the decisions' where they decide", () => {
    const [space] = createGaussianProcess().influence(
      inputsOf(rows, features),
      targetsOf((row) => 3 * row[0]! + row[1]!),
    );
    expect(space).toBeGreaterThan(0.8);
  });

  it("is all the space's without proxies", () => {
    const own = Float64Array.from({ length: 60 * 2 }, (_, k) => rows[4 * Math.floor(k / 2) + (k % 2)]!);
    const gp = createGaussianProcess();
    expect([
      ...gp.influence(
        inputsOf(own, decisions),
        targetsOf((row) => row[0]!),
      ),
    ]).toEqual([1]);
  });
});
