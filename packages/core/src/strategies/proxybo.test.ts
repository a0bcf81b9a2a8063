import { describe, expect, it } from "vitest";
import { createStudy, proxyBoStrategy, type ProxySource } from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const inverted: ProxySource<Necklace> = {
  name: "inverted",
  scores: async (architectures) => (await countProxy.scores(architectures)).map((score) => -score),
};

async function search(proxies: readonly ProxySource<Necklace>[], margin?: number | null) {
  const study = await createStudy({
    space: necklaces(6),
    strategy: proxyBoStrategy(margin === undefined ? {} : { margin }),
    surrogate: nearestNeighbour,
    proxies: proxies.map((proxy) => ({ ...proxy, recorded: true })),
    evaluations: 30,
    objective: {
      name: "formula",
      evaluate: async ({ architecture }: { architecture: Necklace }) =>
        ({ status: "ok", error: errorOf(architecture), metrics: {}, seconds: 1 }) as const,
    },
  });
  await study.run();
  return study.observations;
}

describe("proxybo", () => {
  it("leaves a proxy out that orders the observations the wrong way: the search is the one without it", async () => {
    const misled = await search([inverted]);
    const without = await search([]);
    expect(misled.map(({ text }) => text)).toEqual(without.map(({ text }) => text));
    for (const { why } of misled.slice(5)) expect(why.influence).toEqual({ surrogate: 1, inverted: 0 });
  });

  it("hears every proxy without a margin, as in the paper", async () => {
    for (const { why } of (await search([inverted], null)).slice(5))
      expect(why.influence!["inverted"]).toBeGreaterThan(0);
  });

  it("hears a proxy from the observation on at which its generalisation is above chance by the margin", async () => {
    const heard = (await search([countProxy], 2)).slice(5);
    const spread = (n: number): number => Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1))) / 2;
    for (const { n, why } of heard)
      expect(why.influence!["count"]! > 0).toBe(why.generalization!["count"]! > 0.5 + 2 * spread(n - 1));
    expect(new Set(heard.map(({ why }) => why.influence!["count"]! > 0))).toEqual(new Set([false, true]));
  });
});
