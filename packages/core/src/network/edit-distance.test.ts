import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, symbolErrorRate } from "./edit-distance.ts";

const letters = (word: string): number[] => Array.from(word, (letter) => letter.codePointAt(0)!);
const sequence = fc.array(fc.nat({ max: 3 }), { maxLength: 8 });

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["flaw", "lawn", 2],
    ["aab", "ab", 1],
  ])("of '%s' and '%s' is %i", (a, b, distance) => {
    expect(editDistance(letters(a), letters(b))).toBe(distance);
    expect(editDistance(letters(b), letters(a))).toBe(distance);
  });

  it("is a metric", () => {
    fc.assert(
      fc.property(sequence, sequence, sequence, (a, b, c) => {
        const distance = editDistance(a, b);
        expect(distance === 0).toBe(a.join() === b.join());
        expect(editDistance(b, a)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(editDistance(a, c) + editDistance(c, b));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it("is at most the number of edits made", () => {
    const edits = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat(), fc.nat({ max: 3 })), { maxLength: 4 });
    fc.assert(
      fc.property(sequence, edits, (a, made) => {
        const b = [...a];
        for (const [kind, at, symbol] of made)
          b.splice(at % (b.length + 1), kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [symbol]));
        expect(editDistance(a, b)).toBeLessThanOrEqual(made.length);
      }),
    );
  });
});

describe("symbolErrorRate", () => {
  it("is the share of edits in the symbols of the right transcripts, in percent", () => {
    expect(symbolErrorRate([[1, 2], [3]], [[1, 2, 3], [3]])).toBe(25);
    expect(symbolErrorRate([[], []], [[1, 2, 3], [3]])).toBe(100);
    expect(symbolErrorRate([[1, 1, 1]], [[2]])).toBe(300);
    expect(symbolErrorRate([[]], [[]])).toBeNaN();
  });
});
