import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PackedTexts } from "./packed-texts.ts";
import { TextIndex } from "./text-index.ts";

function packed(texts: readonly string[]): PackedTexts {
  const made = new PackedTexts();
  for (const text of texts) made.append(text);
  made.finish();
  return made;
}

const anyText = fc.string({ unit: "grapheme", maxLength: 40 });

describe("packed texts", () => {
  it("give back what was put in, as texts or as UTF-8", () => {
    fc.assert(
      fc.property(fc.array(anyText), fc.nat(50), (texts, reserved) => {
        const made = new PackedTexts();
        made.reserve(reserved, reserved);
        for (const [i, text] of texts.entries()) made.append(i % 2 === 0 ? text : Buffer.from(text));
        expect(Array.from(texts, (_, row) => made.at(row))).toEqual(texts);
        made.finish();
        expect(Array.from(texts, (_, row) => made.at(row))).toEqual(texts);
        expect(made.length).toBe(texts.length);
      }),
    );
  });
});

describe("the index of texts", () => {
  it("finds the row of each text, and -1 for all others, as a map does", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText), fc.array(anyText), (texts, others) => {
        const index = new TextIndex(packed(texts));
        expect(index.twice).toBeUndefined();
        const map = new Map(texts.map((text, row) => [text, row]));
        for (const text of [...texts, ...others]) expect(index.find(text)).toBe(map.get(text) ?? -1);
      }),
    );
  });

  it("names the first text that comes twice", () => {
    expect(new TextIndex(packed(["a", "b", "c", "b", "a"])).twice).toEqual({ row: 3, first: 1 });
  });
});
