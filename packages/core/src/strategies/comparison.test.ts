import { describe, expect, it } from "vitest";
import {
  createStudy,
  evolutionStrategy,
  localSearchStrategy,
  robotStrategy,
  type Strategy,
  warmupEvolutionStrategy,
} from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const space = necklaces(6);

async function search(strategy: Strategy, evaluations: number, error = errorOf) {
  const study = await createStudy({
    space,
    strategy,
    surrogate: nearestNeighbour,
    proxies: [{ ...countProxy, recorded: true }],
    evaluations,
    objective: {
      name: "formula",
      evaluate: async ({ architecture }: { architecture: Necklace }) =>
        ({ status: "ok", error: error(architecture), metrics: {}, seconds: 1 }) as const,
    },
  });
  await study.run();
  return study.observations;
}

const errorsOf = (found: Awaited<ReturnType<typeof search>>): number[] =>
  found.map(({ architecture }) => errorOf(architecture));

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("warmup-evolution", () => {
  it("begins with the best by vote, then has the offspring of evolution", async () => {
    const found = await search(warmupEvolutionStrategy({ population: 6, tournament: 3 }), 15);
    const rules = found.map(({ why }) => why.rule);
    expect(rules.slice(0, 6)).toEqual(Array(6).fill("proxy-vote"));
    expect(rules.slice(6)).toEqual(Array(9).fill("mutation"));
    const scores = await countProxy.scores(found.slice(0, 6).map(({ architecture }) => architecture));
    expect([...scores]).toEqual([...scores].toSorted((a, b) => a - b));
    const cold = await search(evolutionStrategy({ population: 6, tournament: 3 }), 6);
    expect(meanOf(errorsOf(found.slice(0, 6)))).toBeLessThan(meanOf(errorsOf(cold)));
  });
});

describe("local-search", () => {
  it("goes from the best of the climb to its neighbours, and on from the first that is better", async () => {
    const found = await search(localSearchStrategy({ initial: 3 }), 40);
    let start = 0;
    for (const [i, { why }] of found.entries()) {
      if (why.rule === "random") {
        if (i > 0 && found[i - 1]!.why.rule !== "random") start = i;
        continue;
      }
      const climb = errorsOf(found.slice(start, i));
      const parent = found.findIndex(({ text }) => text === why.parent);
      expect(parent).toBeGreaterThanOrEqual(start);
      expect(errorOf(found[parent]!.architecture)).toBe(Math.min(...climb));
      expect(space.neighbours(found[parent]!.architecture)).toContainEqual(found[i]!.architecture);
    }
    expect(Math.min(...errorsOf(found))).toBe(errorOf([2, 2, 2, 2, 2, 2]));
  });

  it("starts anew at random where all neighbours of the best were seen", async () => {
    const rules = (await search(localSearchStrategy({ initial: 1 }), 60)).map(({ why }) => why.rule);
    expect(rules.slice(1)).toContain("random");
  });
});

describe("robot", () => {
  it("explores weights first, then goes down the ranking of the best of them", async () => {
    const found = await search(robotStrategy({ explore: 2, weights: 50 }), 10);
    expect(found.map(({ why }) => why.rule)).toEqual(["weights", "weights", ...Array(8).fill("greedy")]);
    const scores = await countProxy.scores(found.slice(2).map(({ architecture }) => architecture));
    expect([...scores]).toEqual([...scores].toSorted((a, b) => a - b));
    expect(errorOf(found[0]!.architecture)).toBe(errorOf([2, 2, 2, 2, 2, 2]));
  });

  it("learns that a proxy points the wrong way", async () => {
    const turned = (beads: Necklace): number => 100 - errorOf(beads);
    const found = await search(robotStrategy({ explore: 2, weights: 50 }), 6, turned);
    expect(found.at(-1)!.why.weights!["count"]).toBeLessThan(0);
  });
});
