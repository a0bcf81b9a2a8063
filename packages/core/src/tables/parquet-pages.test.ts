import { describe, expect, it } from "vitest";
import { checkPages, type ColumnLayout } from "./parquet-pages.ts";

const layout: ColumnLayout = {
  rows: 5,
  isOptional: true,
  isBoolean: false,
  decompress: (stored) => stored,
};

/** A page of the first version, not compressed; `encoding` 0 is plain, 8 a dictionary's. */
function page(values: number, encoding: number, content: readonly number[]): number[] {
  const zigzag = (value: number): number => 2 * value;
  const size = [0x15, zigzag(content.length)];
  const header = [0x15, zigzag(values), 0x15, zigzag(encoding), 0];
  return [0x15, 0, ...size, ...size, 0x2c, ...header, 0, ...content];
}

/** Levels: their length, a run of so many, all 1. */
function levels(...run: readonly number[]): number[] {
  return [run.length + 1, 0, 0, 0, ...run, 1];
}

function check(bytes: readonly number[], changed: Partial<ColumnLayout> = {}): void {
  checkPages(Uint8Array.from(bytes), { ...layout, ...changed });
}

describe("the pages of a Parquet column", () => {
  it("may have as many values as there are rows", () => {
    expect(() => check(page(5, 0, levels(10)))).not.toThrow();
    expect(() => check([...page(2, 0, levels(4)), ...page(3, 0, levels(6))])).not.toThrow();
    // Five indexes of two bits each, in eights.
    expect(() => check(page(5, 8, [2, 3, 0b11_10_01_00, 0]), { isOptional: false })).not.toThrow();
  });

  it.each<[string, readonly number[], Partial<ColumnLayout>, string]>([
    ["more values than rows", page(6, 0, levels(12)), {}, "the rows are 5"],
    ["more in all", [...page(4, 0, levels(8)), ...page(2, 0, levels(4))], {}, "the rows are 5"],
    ["a run of 2³⁰ levels", page(5, 0, levels(0x80, 0x80, 0x80, 0x80, 8)), {}, "a run has 1073741824 values"],
    [
      "a run of 2³⁰ indexes",
      page(5, 8, [2, 0x80, 0x80, 0x80, 0x80, 8, 1]),
      { isOptional: false },
      "a run has",
    ],
    ["packed values without end", page(5, 8, [2, 0xff, 0xff, 0x7f, 0]), { isOptional: false }, "a run has"],
    ["bytes that end too early", page(5, 0, levels(10)).slice(0, -3), {}, "beyond its column"],
    ["no header", [0x15, 0, 0x15, 0, 0x15, 0, 0, 0], {}, "no header of its kind"],
  ])("may not have %s", (_, bytes, changed, message) => {
    expect(() => check(bytes, changed)).toThrow(message);
  });
});
