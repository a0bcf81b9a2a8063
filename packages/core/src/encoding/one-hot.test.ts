import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Feature } from "../contracts/space.ts";
import { oneHotFeatures, oneHotInto } from "./one-hot.ts";

const features: readonly Feature[] = [
  { kind: "categorical", name: "operation", levels: 3 },
  { kind: "continuous", name: "width" },
  { kind: "categorical", name: "skip", levels: 2 },
];

describe("one-hot", () => {
  it("has a column a level, and continuous features as they are", () => {
    expect(oneHotFeatures(features)).toEqual(
      ["operation = 0", "operation = 1", "operation = 2", "width", "skip = 0", "skip = 1"].map((name) => ({
        kind: "continuous",
        name,
      })),
    );
  });

  it("writes 1 at the level and 0 elsewhere, from the offset on, over what was there", () => {
    const target = new Float64Array(8).fill(9);
    oneHotInto(features, Float64Array.of(2, 0.5, 0), target, 1);
    expect([...target]).toEqual([9, 0, 0, 1, 0.5, 1, 0, 9]);
  });

  it("can be decoded", () => {
    const levels = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
    const coded = levels.chain((counts) =>
      fc.tuple(fc.constant(counts), fc.tuple(...counts.map((count) => fc.nat({ max: count - 1 })))),
    );
    fc.assert(
      fc.property(coded, ([counts, codes]) => {
        const categorical = counts.map((count, i): Feature => ({
          kind: "categorical",
          name: String(i),
          levels: count,
        }));
        const target = new Float64Array(oneHotFeatures(categorical).length);
        oneHotInto(categorical, Float64Array.from(codes), target);
        let start = 0;
        const decoded = counts.map((count) => target.slice(start, (start += count)).indexOf(1));
        expect(decoded).toEqual(codes);
        expect(target.reduce((sum, value) => sum + value, 0)).toBe(counts.length);
      }),
    );
  });
});
