import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderOf } from "./order.ts";

/** What the order should be, by comparing. */
const byComparing = (values: readonly number[]) =>
  [...values.keys()]
    .filter((i) => Number.isFinite(values[i]))
    .toSorted((a, b) => values[a]! - values[b]! || a - b);

describe("orderOf", () => {
  it("is that of sorting by comparisons, whatever the signs and magnitudes", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: false }), { maxLength: 300 }), (values) => {
        expect([...orderOf(values)]).toEqual(byComparing(values));
      }),
    );
  });

  it("keeps equal numbers in the order of their indices, both zeros being equal", () => {
    const few = fc.constantFrom(0, -0, 1, -1, 5e-324, -5e-324, 1e308, Number.NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(fc.array(few, { maxLength: 300 }), (values) => {
        expect([...orderOf(values)]).toEqual(byComparing(values));
      }),
    );
  });

  it("tells apart numbers whose upper bits are the same, however many", () => {
    const near = fc.nat(200).map((steps) => 1 + steps * Number.EPSILON);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            near,
            near.map((value) => -value),
          ),
          { maxLength: 300 },
        ),
        (values) => {
          expect([...orderOf(values)]).toEqual(byComparing(values));
        },
      ),
    );
  });

  it("gives no index for no finite number", () => {
    expect(orderOf([])).toHaveLength(0);
    expect(orderOf([Number.NaN, Infinity])).toHaveLength(0);
  });
});
