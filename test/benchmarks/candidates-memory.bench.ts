import { createRandom, type ProxySource, proxyBoStrategy } from "@proxybo/core";
import { choices } from "@proxybo/space-choices";
import { createRandomForest } from "@proxybo/surrogate-rf";
import { expect, test } from "vitest";

/**
 * Memory of one suggestion among a million candidates of a space of own decisions, with two proxies: of each candidate
 * numbers are kept, no architecture and no key.
 *
 *     pnpm bench candidates-memory
 */
const space = choices({
  decisions: Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`choice${i}`, { type: "integer", min: 0, max: 4, step: 1 }]),
  ),
});
const noise = (name: string, seed: number): ProxySource<ReturnType<typeof space.sample>> => {
  const random = createRandom(seed);
  return { name, scores: async (architectures) => Float64Array.from(architectures, () => random.uniform()) };
};

test(
  "one suggestion of proxybo among candidates drawn anew, 20 decisions, 200 observations",
  async () => {
    const random = createRandom(1);
    const observations = Array.from({ length: 200 }, (_, i) => {
      const architecture = space.sample(random);
      const outcome = { status: "ok", error: random.uniform(), metrics: {} } as const;
      return {
        n: i + 1,
        architecture,
        text: space.format(architecture),
        key: space.key(architecture),
        outcome,
        seconds: 1,
        why: { rule: "random" },
        cost: { suggest: 0, score: 0 },
      } as const;
    });
    for (const count of [10_000, 100_000, 1_000_000]) {
      const before = process.memoryUsage().rss / 1e6;
      const start = performance.now();
      const suggestion = await proxyBoStrategy({ candidates: { random: count } }).suggest({
        n: 201,
        space,
        observations,
        pending: [],
        surrogate: createRandomForest(),
        proxies: [noise("a", 1), noise("b", 2)],
        seed: 1,
        random: createRandom(1, "trial"),
      });
      const peak = process.resourceUsage().maxRSS / 1e3;
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${count}: ${seconds} s, at most ${peak.toFixed(0)} MB (${before.toFixed(0)} before)`);
      expect(suggestion!.why.candidates).toBeGreaterThanOrEqual(count);
    }
  },
  3600 * 1000,
);
