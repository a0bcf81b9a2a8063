import { describe, expect, it } from "vitest";
import { createStudy } from "../study/create.ts";
import type { Strategy, Suggestion } from "../contracts/strategy.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import {
  type Chain,
  chainSpace,
  errorOfChain,
  exampleProxies,
  exampleSurrogate,
} from "../testing/strategy-examples.ts";
import { brpStrategy } from "./brp.ts";
import { warmupBrpStrategy } from "./warmup-brp.ts";

const space = chainSpace(4, "free");

/** A surrogate that keeps a record of how many observations each fit saw, and which stream it drew from. */
function recording() {
  const fits: { n: number; draw: number }[] = [];
  const surrogate: Surrogate = {
    ...exampleSurrogate,
    fit: (inputs, targets, random) => {
      fits.push({ n: inputs.n, draw: random.fork("record").uniform() });
      return exampleSurrogate.fit(inputs, targets, random);
    },
  };
  return { surrogate, fits };
}

/** A strategy that keeps a record of what it suggested. */
function listening(strategy: Strategy) {
  const suggestions: Suggestion[] = [];
  const suggest: Strategy["suggest"] = async (state) => {
    const suggestion = await strategy.suggest(state);
    if (suggestion !== undefined) suggestions.push(suggestion);
    return suggestion;
  };
  return { strategy: { ...strategy, suggest }, suggestions };
}

async function search(strategy: Strategy, evaluations: number, surrogate: Surrogate = exampleSurrogate) {
  const study = await createStudy({
    space,
    strategy,
    surrogate,
    proxies: exampleProxies,
    evaluations,
    objective: {
      name: "formula",
      evaluate: async ({ architecture }: { architecture: Chain }) => ({
        status: "ok",
        error: errorOfChain(architecture),
        metrics: {},
        seconds: 1,
      }),
    },
  });
  await study.run();
  return study.observations;
}

describe("strategy brp", () => {
  it("fills each round with the predicted top, then with random architectures", async () => {
    const rules = (await search(brpStrategy({ round: 6 }), 24)).map(({ why }) => why.rule);
    const later = ["predicted-top", "predicted-top", "predicted-top", "random", "random", "random"];
    expect(rules).toEqual([...Array<string>(6).fill("random"), ...later, ...later, ...later]);
    const third = (await search(brpStrategy({ round: 10, top: 0.3 }), 20)).map(({ why }) => why.rule);
    expect(third.slice(10).filter((rule) => rule === "predicted-top")).toHaveLength(3);
  });

  it("names the next of the ranking as runners-up: the first of them is the next trial's choice", async () => {
    for (const [given, ranked] of [
      [brpStrategy({ round: 6 }), 2],
      [warmupBrpStrategy({ round: 6 }), 7],
    ] as const) {
      const { strategy, suggestions } = listening(given);
      await search(strategy, 12);
      const followed = suggestions.flatMap(({ runnersUp }, i) => {
        const next = suggestions[i + 1];
        return runnersUp === undefined || next?.runnersUp === undefined ? [] : [{ runnersUp, next, i }];
      });
      // Down one ranking; from the first round to the second, another one.
      const within = followed.filter(({ i }) => i !== 5);
      expect(within).toHaveLength(ranked);
      for (const { runnersUp, next } of within) {
        const { architecture, ...opinion } = runnersUp[0]!;
        expect(architecture).toEqual(next.architecture);
        expect(next.why).toMatchObject(opinion);
        expect(runnersUp).toHaveLength(5);
      }
    }
  });

  it("trains on the rounds before only, the same model at every trial of a round", async () => {
    const { surrogate, fits } = recording();
    await search(brpStrategy({ round: 6 }), 18, surrogate);
    expect(fits.map(({ n }) => n)).toEqual([6, 6, 6, 12, 12, 12]);
    const streams = fits.map(({ draw }) => draw);
    expect(new Set(streams.slice(0, 3)).size).toBe(1);
    expect(new Set(streams).size).toBe(2);
  });

  it("goes down one ranking in a round", async () => {
    const round = (await search(brpStrategy({ round: 10, candidates: { random: "all" } }), 15)).slice(10);
    const ranks = round.map(({ why }) => why.ranks!["surrogate"]!);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    const predicted = round.map(({ why }) => why.prediction!.error);
    expect(predicted).toEqual(predicted.toSorted((a, b) => a - b));
  });

  it("finds the best of the space long before random search would", async () => {
    const errors = (await search(brpStrategy({ round: 8, candidates: { random: "all" } }), 60)).map(
      ({ architecture }) => errorOfChain(architecture),
    );
    expect(Math.min(...errors)).toBe(errorOfChain([3, 3, 3, 3]));
  });
});

describe("strategy warmup-brp", () => {
  it("takes the first round from a vote of the proxies, the later ones as brp", async () => {
    const observations = await search(warmupBrpStrategy({ round: 6, by: ["useful"] }), 18);
    const rules = observations.map(({ why }) => why.rule);
    const later = ["predicted-top", "predicted-top", "predicted-top", "random", "random", "random"];
    expect(rules).toEqual([...Array<string>(6).fill("proxy-vote"), ...later, ...later]);
    const sums = observations.slice(0, 6).map(({ architecture }) => architecture.reduce((a, b) => a + b, 0));
    expect(sums).toEqual(sums.toSorted((a, b) => b - a));
    expect(sums[0]).toBe(12); // four wide operations
  });

  it("goes on at random in the first round when the sample is spent", async () => {
    const rules = (await search(warmupBrpStrategy({ round: 6, sample: 1 }), 6)).map(({ why }) => why.rule);
    expect(rules).toEqual(["proxy-vote", ...Array<string>(5).fill("random")]);
  });
});
