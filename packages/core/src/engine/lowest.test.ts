import fc from "fast-check";
import { expect, it } from "vitest";
import { indicesOfLowest } from "./lowest.ts";

it("finds the lowest few as sorting does, the earliest of equals first, one left out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      fc.nat(6),
      fc.nat(),
      (values, count, at) => {
        const without = at % values.length;
        const sorted = [...values.keys()]
          .filter((i) => i !== without)
          .toSorted((a, b) => values[a]! - values[b]! || a - b);
        expect(indicesOfLowest(values, count, without)).toEqual(sorted.slice(0, count));
      },
    ),
  );
});
