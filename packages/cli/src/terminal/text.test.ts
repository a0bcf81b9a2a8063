import { describe, expect, it } from "vitest";
import { bar, columns, duration, fit, quoted, shorten, sparkline } from "./text.ts";

describe("text", () => {
  it("aligns columns whatever their style", () => {
    expect(
      columns(
        [
          ["a", "1"],
          ["\u001B[1mlong\u001B[22m", "22"],
        ],
        " ",
      ),
    ).toEqual([" a     1", " \u001B[1mlong\u001B[22m  22"]);
  });

  it("says durations as people do", () => {
    expect([0.04, 9.94, 59, 61, 3599, 3660, 259_200].map(duration)).toEqual([
      "0.0 s",
      "9.9 s",
      "59 s",
      "1 min 01 s",
      "59 min 59 s",
      "1 h 01 min",
      "3.0 days",
    ]);
  });

  it("draws bars within their bounds", () => {
    expect([bar(-1, 4), bar(0.5, 4), bar(2, 4)]).toEqual(["░░░░", "██░░", "████"]);
  });

  it("draws values as blocks, the far ones cut", () => {
    expect(sparkline([0, 7, 3.5])).toBe("▁█▅");
    expect(sparkline([5, 5])).toBe("▁▁");
    expect(sparkline([])).toBe("");
    expect(sparkline([900, ...Array.from({ length: 20 }, (_, i) => i)])).toMatch(/^█▁.*█$/);
  });

  it("cuts lines to a width, styles whole and ended", () => {
    expect(fit("abcdef", 6)).toBe("abcdef");
    expect(fit("abcdef", 4)).toBe("abc…");
    const styled = "\u001B[1mbold\u001B[22m and \u001B[2mdim\u001B[22m";
    expect(fit(styled, 12)).toBe(styled);
    expect(fit(styled, 11)).toBe("\u001B[1mbold\u001B[22m and \u001B[2md…\u001B[0m");
    expect(fit(styled, 3)).toBe("\u001B[1mbo…\u001B[0m");
  });

  it("leaves out lines that have no room, and says so", () => {
    expect(shorten(["a", "b", "c"], 3)).toEqual(["a", "b", "c"]);
    expect(shorten(["a", "b", "c", "d"], 3)).toEqual(["a", "b", "  …"]);
  });

  it("quotes for a shell what it would read something into", () => {
    expect(quoted("plain-1.5/x")).toBe("plain-1.5/x");
    expect(quoted("|none~0|")).toBe("'|none~0|'");
    expect(quoted("it's")).toBe(`'it'\\''s'`);
  });
});
