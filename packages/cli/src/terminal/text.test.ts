import { describe, expect, it } from "vitest";
import { bar, columns, duration, quoted, sparkline } from "./text.ts";

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

  it("quotes for a shell what it would read something into", () => {
    expect(quoted("plain-1.5/x")).toBe("plain-1.5/x");
    expect(quoted("|none~0|")).toBe("'|none~0|'");
    expect(quoted("it's")).toBe(`'it'\\''s'`);
  });
});
