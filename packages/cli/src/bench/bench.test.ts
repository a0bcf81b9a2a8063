import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCount, readSeeds, readWords } from "./flags.ts";
import { loadBenchPackage } from "./load.ts";

describe("the package of comparisons", () => {
  it("is found beside this command", async () => {
    expect((await loadBenchPackage()).runBench).toBeTypeOf("function");
  });

  it("is named with what to install where it is absent", async () => {
    await expect(loadBenchPackage([join(tmpdir(), "package.json")])).rejects.toMatchObject({
      code: "MISSING_DEPENDENCY",
      hint: "npm install @proxybo/bench",
    });
  });
});

describe("flags of bench", () => {
  it("read seeds as a number, a range or a list", () => {
    expect(readSeeds("50")).toBe(50);
    expect(readSeeds("3-5")).toEqual([3, 4, 5]);
    expect(readSeeds("7-7")).toEqual([7]);
    expect(readSeeds("1,9,1")).toEqual([1, 9]);
    expect(readSeeds(undefined)).toBeUndefined();
    for (const wrong of ["0", "x", "5-3", "1-", "1.5", "-3", "1-900000000"])
      expect(() => readSeeds(wrong), wrong).toThrow(/--seeds: expected/);
  });

  it("read words and counts", () => {
    expect(readWords(" a, b,,")).toEqual(["a", "b"]);
    expect(readCount("200", "evaluations")).toBe(200);
    for (const wrong of ["0", "-1", "1e3", "2.5", "many"])
      expect(() => readCount(wrong, "evaluations"), wrong).toThrow(/--evaluations: expected a whole number/);
  });
});
