import { describe, expect, it } from "vitest";
import { runTarget } from "./run-target.ts";
import { targets } from "./targets.ts";

// A few cases of each; `pnpm fuzz` gives them all.
describe("whatever is given as", () => {
  it.each(targets)("$name is taken or refused", { timeout: 300_000 }, async (target) => {
    const cases = Math.ceil(target.cases / 200);
    const { cases: given, taken, broken } = await runTarget(target, cases, 7);
    expect(broken).toBeUndefined();
    expect(given).toBe(cases);
    expect(taken).toBeLessThanOrEqual(cases);
  });

  it("is some of it taken and some refused, so that the cases reach all of a parser", async () => {
    const [target] = targets;
    const { cases, taken } = await runTarget(target!, 300, 7);
    expect(taken).toBeGreaterThan(cases / 50);
    expect(taken).toBeLessThan(cases);
  });
});
