import {
  boStrategy,
  createRandom,
  type Observation,
  type ProxySource,
  proxyBoStrategy,
  proxyGpStrategy,
  type SearchState,
  type Surrogate,
} from "@proxybo/core";
import { type Architecture, indexOf, nb201 } from "@proxybo/space-nb201";
import { nb101 } from "@proxybo/space-nb101";
import { createGaussianProcess } from "@proxybo/surrogate-gp";
import { createRandomForest } from "@proxybo/surrogate-rf";
import { test } from "vitest";

const space = nb201();
/** A made-up error with the shape of a real one: convolutions help, a long tail of bad architectures. */
const errorOf = (text: string): number =>
  8 + 60 * Math.exp(-(text.match(/conv/g)?.length ?? 0)) + (text.length % 7) / 7;
const noisyProxy = (name: string, seed: number): ProxySource<Architecture> => ({
  name,
  scores: async (architectures) =>
    Float64Array.from(
      architectures,
      (a) => errorOf(space.format(a)) * (1 + 0.2 * createRandom(seed, space.format(a)).uniform()),
    ),
});

/** n finished evaluations, and proxies that answer from memory as in a real run. */
async function stateAt(
  n: number,
  surrogate: Surrogate,
  names: readonly string[],
): Promise<SearchState<Architecture>> {
  const random = createRandom(1, "observations");
  const seen = new Map<string, Observation<Architecture>>();
  while (seen.size < n) {
    const architecture = space.sample(random);
    const text = space.format(architecture);
    seen.set(space.key(architecture), {
      n: seen.size + 1,
      architecture,
      text,
      key: space.key(architecture),
      outcome: { status: "ok", error: errorOf(text), metrics: {} },
      seconds: 1,
      why: { rule: "random" },
      cost: { suggest: 0, score: 0 },
    });
  }
  const remembered = await Promise.all(
    names.map(async (name, i): Promise<ProxySource<Architecture>> => {
      const all = [...space.enumerate()];
      const scores = await noisyProxy(name, i).scores(all);
      const byIndex = new Float64Array(all.length);
      for (const [j, architecture] of all.entries()) byIndex[indexOf(architecture)] = scores[j]!;
      return {
        name,
        recorded: true,
        scores: async (as) => Float64Array.from(as, (a) => byIndex[indexOf(a)]!),
      };
    }),
  );
  return {
    n: n + 1,
    space,
    observations: [...seen.values()],
    pending: [],
    surrogate,
    proxies: remembered,
    seed: 1,
    random: createRandom(1, "trial", n + 1),
  };
}

/** The whole space: 5,225 networks that are not evaluated yet. */
const candidates = { random: "all" } as const;

test("one suggestion at 200 observations, about 5,000 candidates, 3 proxies, 5-fold cross-validation", async ({
  bench,
}) => {
  const state = await stateAt(200, createRandomForest(), ["a", "b", "c"]);
  const proxybo = proxyBoStrategy({ candidates });
  const bo = boStrategy({ candidates });
  const suggestion = await proxybo.suggest(state);
  console.log(`candidates ranked: ${suggestion!.why.candidates}`);
  await bench.compare(
    bench("proxybo", async () => void (await proxybo.suggest(state))),
    bench("bo: no proxies, no cross-validation", async () => void (await bo.suggest(state))),
    { time: 3000 },
  );
});

for (const n of [1000, 10_000])
  test(`one suggestion of proxybo on NAS-Bench-101, ${n} observations, 1,000 candidates drawn anew`, async ({
    bench,
  }) => {
    const cells = nb101();
    const random = createRandom(1, "cells");
    const observations = Array.from({ length: n }, (_, i) => {
      const architecture = cells.sample(random);
      const text = cells.format(architecture);
      const outcome = { status: "ok", error: errorOf(text) + random.uniform(), metrics: {} } as const;
      const key = cells.key(architecture);
      const cost = { suggest: 0, score: 0 };
      return {
        n: i + 1,
        architecture,
        text,
        key,
        outcome,
        seconds: 1,
        why: { rule: "random" },
        cost,
      } as const;
    });
    const strategy = proxyBoStrategy();
    await bench("a suggestion", async () => {
      await strategy.suggest({
        n: n + 1,
        space: cells,
        observations,
        pending: [],
        surrogate: createRandomForest(),
        proxies: [],
        seed: 1,
        random: createRandom(1, "trial", n + 1),
      });
    }).run({ time: 0, iterations: 3, warmup: false });
  });

for (const [name, options] of [
  ["1,000 candidates drawn anew", {}],
  ["the whole space", { candidates }],
] as const)
  test(`suggestions of proxygp from 1,000 observations on, 7 proxies, influences: ${name}`, async ({
    bench,
  }) => {
    const state = await stateAt(1090, createGaussianProcess(), ["a", "b", "c", "d", "e", "f", "g"]);
    const strategy = proxyGpStrategy(options);
    const suggest = (n: number) =>
      strategy.suggest({
        ...state,
        n: n + 1,
        observations: state.observations.slice(0, n),
        random: createRandom(1, "trial", n + 1),
      });
    await suggest(1000);
    let n = 1000;
    await bench("a suggestion", async () => void (await suggest(++n))).run({
      time: 0,
      iterations: 90,
      warmup: false,
    });
  });
