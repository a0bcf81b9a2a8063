import { describe, expect, it } from "vitest";
import {
  createStudy,
  evolutionStrategy,
  localSearchStrategy,
  robotStrategy,
  type ProxySource,
  type Strategy,
  type Suggestion,
  type Surrogate,
  warmupEvolutionStrategy,
} from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const space = necklaces(6);

async function search(
  strategy: Strategy,
  evaluations: number,
  error = errorOf,
  proxies: readonly ProxySource<Necklace>[] = [countProxy],
) {
  const study = await createStudy({
    space,
    strategy,
    surrogate: nearestNeighbour,
    proxies: proxies.map((proxy) => ({ ...proxy, recorded: true })),
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

/** The mean of what was observed, weighted by nearness. */
const smoother: Surrogate = {
  name: "smoother",
  uncertainty: false,
  fit: ({ n, rows, features: { length: width } }, targets) => ({
    predict: (asked) => {
      const mean = Float64Array.from({ length: asked.n }, (_, a) => {
        let [sum, all] = [0, 0];
        for (let i = 0; i < n; i++) {
          let distance = 0;
          for (let f = 0; f < width; f++)
            distance += (rows[i * width + f]! - asked.rows[a * width + f]!) ** 2;
          const nearness = Math.exp(-distance);
          sum += nearness * targets[i]!;
          all += nearness;
        }
        return sum / all;
      });
      return { mean };
    },
  }),
};

describe("robot", () => {
  it("explores weights first, then goes down the ranking of the best of them", async () => {
    const found = await search(robotStrategy({ explore: 2, weights: 50 }), 10);
    expect(found.map(({ why }) => why.rule)).toEqual(["weights", "weights", ...Array(8).fill("greedy")]);
    const scores = await countProxy.scores(found.slice(2).map(({ architecture }) => architecture));
    expect([...scores]).toEqual([...scores].toSorted((a, b) => a - b));
    expect(errorOf(found[0]!.architecture)).toBe(errorOf([2, 2, 2, 2, 2, 2]));
  });

  it("names as runners-up what other weights choose, then the next of the ranking", async () => {
    const suggestions: Suggestion[] = [];
    const robot = robotStrategy({ explore: 6, weights: 200, kappa: 0 });
    const listening: Strategy = {
      ...robot,
      suggest: async (state) => {
        const suggestion = await robot.suggest({ ...state, surrogate: smoother });
        if (suggestion !== undefined) suggestions.push(suggestion);
        return suggestion;
      },
    };
    const places = [0, 1, 2, 3].map((place): ProxySource<Necklace> => ({
      name: `place ${place}`,
      scores: async (all) => Float64Array.from(all, (beads) => beads[place]! + beads[5]! / 3),
    }));
    const found = await search(listening, 12, errorOf, [countProxy, ...places]);
    const networks = new Map([...space.enumerate!()].toReversed().map((beads) => [space.key(beads), beads]));
    const counts = [...(await countProxy.scores([...networks.values()]))];
    const keysOf = (all: readonly { readonly architecture: unknown }[]): string[] =>
      all.map(({ architecture }) => space.key(architecture as Necklace));
    let compared = 0;
    for (const [i, { architecture, why, runnersUp }] of suggestions.entries()) {
      const shown = keysOf([{ architecture }, ...runnersUp!]);
      expect(shown).toHaveLength(6);
      expect(new Set([...shown, ...keysOf(found.slice(0, i))]).size).toBe(6 + i);
      for (const { ranks, architecture: other } of [{ architecture, ...why }, ...runnersUp!]) {
        const mine = (other as Necklace).filter((bead) => bead !== 2).length;
        const equal = counts.filter((count) => count === mine).length;
        expect(ranks!["count"]).toBe(counts.filter((count) => count < mine).length + (equal + 1) / 2);
      }
      // With nothing added for what is uncertain, in the order of the predicted errors.
      const errors = [why, ...runnersUp!].flatMap(({ prediction }) => prediction?.error ?? []);
      expect(errors).toEqual(errors.toSorted((a, b) => a - b));
      if (new Set(errors).size > 1) compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
    const greedy = suggestions.filter(({ why }) => why.rule === "greedy");
    expect(greedy.slice(1).map(({ architecture, why: { ranks } }) => ({ architecture, ranks }))).toEqual(
      greedy.slice(0, -1).map(({ runnersUp }) => runnersUp![0]),
    );
  });

  it("learns that a proxy points the wrong way", async () => {
    const turned = (beads: Necklace): number => 100 - errorOf(beads);
    const found = await search(robotStrategy({ explore: 2, weights: 50 }), 6, turned);
    expect(found.at(-1)!.why.weights!["count"]).toBeLessThan(0);
  });
});
