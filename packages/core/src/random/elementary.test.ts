import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log, log1p, sineAndCosine } from "./elementary.ts";

/** Relative to the value itself, except about the zeros of a function. */
function close(found: number, expected: number, digits = 1e-15): void {
  if (Object.is(found, expected)) return;
  expect(Math.abs(found - expected) / Math.abs(expected)).toBeLessThan(digits);
}

describe("elementary functions", () => {
  // Values of mpmath with 50 digits, rounded to a double.
  it.each([
    [exp, 1, Math.E],
    [exp, -40, 4.248354255291589e-18],
    [exp, 709, 8.218407461554972e307],
    [exp, -700, 9.85967654375977e-305],
    [log, 10, Math.LN10],
    [log, 1e-300, -690.7755278982137],
    [log, 1.0000001, 9.999999505838704e-8],
    [log1p, 1e-10, 9.9999999995e-11],
    [log1p, -0.999, -6.907755278982136],
  ] as const)("%o at %f", (f, x, expected) => expect(f(x) / expected).toBeCloseTo(1, 15));

  it("agree with those of Math to the last digits", () => {
    const finite = (min: number, max: number): fc.Arbitrary<number> =>
      fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(finite(-708, 709), (x) => close(exp(x), Math.exp(x))));
    fc.assert(fc.property(finite(Number.MIN_VALUE, Number.MAX_VALUE), (x) => close(log(x), Math.log(x))));
    fc.assert(fc.property(finite(-1 + 2 ** -53, 1e9), (x) => close(log1p(x), Math.log1p(x))));
    fc.assert(
      fc.property(finite(0, 1), (turns) => {
        const [sine, cosine] = sineAndCosine(turns);
        expect(sine).toBeCloseTo(Math.sin(2 * Math.PI * turns), 14);
        expect(cosine).toBeCloseTo(Math.cos(2 * Math.PI * turns), 14);
      }),
    );
  });

  it("end where numbers end", () => {
    expect([exp(710), exp(-746), exp(-Infinity), exp(0)]).toEqual([Infinity, 0, 0, 1]);
    expect(exp(-744)).toBe(1e-323);
    expect([log(0), log(1), log(Infinity), log1p(-1), log1p(0)]).toEqual([
      -Infinity,
      0,
      Infinity,
      -Infinity,
      0,
    ]);
    expect([log(-1), log(Number.NaN), exp(Number.NaN), log1p(-2)].every(Number.isNaN)).toBe(true);
  });
});
