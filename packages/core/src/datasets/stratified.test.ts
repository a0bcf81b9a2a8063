import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random/random.ts";
import { stratifiedOrder } from "./stratified.ts";

describe("stratifiedOrder", () => {
  it("orders every example once, the same for a seed", () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 3);
    const order = stratifiedOrder(labels, createRandom(1));
    expect([...order].toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
    expect(stratifiedOrder(labels, createRandom(1))).toEqual(order);
    expect(stratifiedOrder(labels, createRandom(2))).not.toEqual(order);
  });

  it("holds in every prefix as many of a class as its share, within one", () => {
    const uneven = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(uneven, fc.integer(), (labels, seed) => {
        const order = stratifiedOrder(labels, createRandom(seed));
        const total = [0, 1, 2, 3].map((c) => labels.filter((label) => label === c).length);
        const seen = [0, 0, 0, 0];
        for (const [taken, i] of order.entries()) {
          seen[labels[i]!]!++;
          for (const [c, count] of seen.entries())
            // Rounded each to the nearest, up to four classes can together be off by two.
            expect(Math.abs(count - ((taken + 1) * total[c]!) / labels.length)).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is exactly balanced every `classes` examples where classes are of one size", () => {
    const labels = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10));
    const order = stratifiedOrder(labels, createRandom(3));
    for (let n = 10; n <= 100; n += 10)
      for (let c = 0; c < 10; c++)
        expect([...order.subarray(0, n)].filter((i) => labels[i] === c)).toHaveLength(n / 10);
  });
});
