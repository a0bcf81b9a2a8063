import { describe, expect, it } from "vitest";
import type { ProxySource } from "../contracts/strategy.ts";
import { createRandom } from "../random/random.ts";
import { createStudy } from "../study/create.ts";
import { type Chain, chainSpace, errorOfChain } from "../testing/strategy-examples.ts";
import { zeroCostStrategy } from "./zero-cost.ts";

const space = chainSpace(4, "free");
const proxy = (name: string, score: (chain: Chain) => number): ProxySource<Chain> => ({
  name,
  scores: async (chains) => Float64Array.from(chains, score),
});
const count = (operation: number) => (chain: Chain) => -chain.filter((code) => code === operation).length;
const wide = proxy("wide", count(3));
const conv = proxy("conv", count(2));
const mute = proxy("mute", (chain) => (chain[0] === 3 ? NaN : 0));

/** Runs a study of `evaluations` trials and gives what it tried, and why. */
async function trials(
  proxies: readonly ProxySource<Chain>[],
  options: object,
  evaluations: number,
  seed = 1,
) {
  const study = await createStudy({
    space,
    strategy: zeroCostStrategy(options),
    proxies,
    seed,
    evaluations,
    objective: {
      name: "formula",
      evaluate: async ({ architecture }) => ({
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

describe("strategy zero-cost", () => {
  it("goes down the ranking of one sample, then on at random until the space is exhausted", async () => {
    const observations = await trials([wide], { sample: 30 }, 200);
    expect(observations).toHaveLength(121); // chains of up to four of three operations
    const voted = observations.filter(({ why }) => why.rule === "proxy-vote");
    const size = voted[0]!.why.candidates!;
    expect(voted).toHaveLength(size);
    expect(observations.slice(0, size)).toEqual(voted);
    const scores = voted.map(({ architecture }) => count(3)(architecture));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(observations.slice(size).map(({ why }) => why.rule))).toEqual(new Set(["random"]));
    expect(voted.map(({ why }) => why.ranks!["wide"])).toEqual(
      voted.map(({ why }) => why.ranks!["wide"]!).toSorted((a, b) => a - b),
    );
  });

  it("takes what most ranks favour, by the mean of average ranks over the sample", async () => {
    const [first] = await trials([wide, conv], { sample: 2000 }, 1);
    // 2,000 draws find all networks: the vote is counted again over these, one by one.
    const all = [...new Map([...space.enumerate!()].map((chain) => [space.key(chain), chain])).values()];
    const rank = (score: (chain: Chain) => number, chain: Chain): number => {
      const mine = score(chain);
      const below = all.filter((other) => score(other) < mine).length;
      const equal = all.filter((other) => score(other) === mine).length;
      return below + (equal + 1) / 2;
    };
    const votes = all.map((chain) => (rank(count(3), chain) + rank(count(2), chain)) / 2);
    expect(first!.why.candidates).toBe(121);
    expect(first!.why.combinedRank).toBe(Math.min(...votes));
    expect(first!.why.influence).toEqual({ wide: 0.5, conv: 0.5 });
    const { ranks, combinedRank } = first!.why;
    expect((ranks!["wide"]! + ranks!["conv"]!) / 2).toBe(combinedRank);
  });

  it("names the next of the ranking as runners-up", async () => {
    const study = {
      n: 1,
      space,
      observations: [],
      pending: [],
      proxies: [wide, conv],
      surrogate: undefined,
      seed: 1,
      random: createRandom(1),
    };
    const { runnersUp } = (await zeroCostStrategy({ sample: 30 }).suggest(study))!;
    const later = (await trials([wide, conv], { sample: 30 }, 6)).slice(1);
    expect(runnersUp!.map(({ architecture }) => architecture)).toEqual(
      later.map(({ architecture }) => architecture),
    );
    for (const [i, { ranks, combinedRank }] of runnersUp!.entries())
      expect(later[i]!.why).toMatchObject({ ranks, combinedRank });
  });

  it("listens to the named proxies only", async () => {
    const alone = await trials([wide], { sample: 50 }, 20);
    const named = await trials([conv, wide], { sample: 50, by: ["wide"] }, 20);
    expect(named.map(({ text }) => text)).toEqual(alone.map(({ text }) => text));
    expect(named[0]!.why.ranks).toHaveProperty("wide");
    expect(named[0]!.why.ranks).not.toHaveProperty("conv");
  });

  it("ranks what a proxy has no score for last there, and counts it", async () => {
    const observations = await trials([mute], { sample: 40 }, 30);
    const unscored = observations[0]!.why.unscored!["mute"]!;
    const size = observations[0]!.why.candidates!;
    expect(unscored).toBeGreaterThan(0);
    const failed = observations.map(({ architecture }) => architecture[0] === 3);
    expect(failed.indexOf(true)).toBe(size - unscored);
  });

  it("draws another sample for another seed", async () => {
    const texts = async (seed: number) =>
      (await trials([wide], { sample: 9 }, 9, seed)).map(({ text }) => text);
    expect(await texts(1)).not.toEqual(await texts(2));
  });

  it("says which proxy is missing, and which there are", async () => {
    await expect(trials([wide, conv], { by: ["synflow"] }, 1)).rejects.toMatchObject({
      code: "USAGE",
      message: "strategy 'zero-cost' needs proxy 'synflow'; the study has wide, conv",
    });
  });
});
