import { describe, expect, it } from "vitest";
import { logExpectedImprovement, proxyGpStrategy, type Surrogate } from "../index.ts";
import { errorOf, type Necklace, necklaces, stateAfter } from "../../test/necklaces.ts";

const space = necklaces(6);
const beads = (text: string): Necklace => Array.from(text, Number);
const finished = ["222222", "001122", "010101", "012012"].map(beads);

/** Says 50 ± 2 of all that it has not seen, and what `fitted` says of what it has. */
function opinionated(fitted: ((n: number) => Float64Array) | undefined): Surrogate {
  return {
    name: "opinionated",
    uncertainty: true,
    fit: ({ n }) => ({
      predict: (asked) => ({
        mean: new Float64Array(asked.n).fill(50),
        variance: new Float64Array(asked.n).fill(4),
      }),
      ...(fitted && { fitted: () => fitted(n) }),
    }),
    influence: () => Float64Array.of(1),
  };
}

async function improvement(
  surrogate: Surrogate,
  incumbent: "observed" | "predicted" | undefined,
  pending: readonly Necklace[] = [],
) {
  const strategy = proxyGpStrategy({ initial: 2, targets: "errors", ...(incumbent && { incumbent }) });
  const suggestion = await strategy.suggest({
    ...stateAfter(space, finished),
    pending,
    surrogate,
  });
  return suggestion!.why.expectedImprovement!;
}

const over = (best: number): number => Math.exp(logExpectedImprovement(50, 4, best));

describe("expected improvement", () => {
  const lowestObserved = Math.min(...finished.map(errorOf));

  it("is taken over the lowest mean that the surrogate has for an observation, by proxygp's default", async () => {
    const surrogate = opinionated((n) => Float64Array.from({ length: n }, (_, i) => 49 + i));
    expect(await improvement(surrogate, undefined)).toBeCloseTo(over(49), 12);
    expect(await improvement(surrogate, "predicted")).toBeCloseTo(over(49), 12);
    expect(await improvement(surrogate, "observed")).toBeCloseTo(over(lowestObserved), 12);
  });

  it("asks a surrogate that keeps no such means for predictions", async () => {
    expect(await improvement(opinionated(undefined), "predicted")).toBeCloseTo(over(50), 12);
  });

  it("leaves out what is in flight, whose results nobody knows", async () => {
    const surrogate = opinionated((n) => Float64Array.from({ length: n }, (_, i) => (i < 4 ? 49 : 40)));
    expect(await improvement(surrogate, "predicted", [beads("111222")])).toBeCloseTo(over(49), 12);
  });
});
