import { right } from "fp-ts/lib/Either.js";
import { createStudy, type GraphSpace, moduleObjective, proxyGpStrategy } from "@proxybo/core";
import { createGaussianProcess } from "@proxybo/surrogate-gp";
import { expect, it } from "vitest";

const length = 14;
const operations = ["conv", "pool", "skip", "sep"];

/** Chains of 14 operations: 4^14 architectures, and almost as many paths. */
const space: GraphSpace<string> = {
  name: "deep chains",
  size: operations.length ** length,
  features: Array.from({ length }, (_, i) => ({
    kind: "categorical",
    name: `place ${i}`,
    levels: operations.length,
  })),
  sample: (random) => Array.from({ length }, () => random.integer(operations.length)).join(""),
  neighbours: (word) =>
    Array.from(word).flatMap((digit, i) =>
      [1, 2, 3].map((step) => `${word.slice(0, i)}${(Number(digit) + step) % 4}${word.slice(i + 1)}`),
    ),
  key: (word) => word.replaceAll("2", ""),
  format: (word) => word,
  parse: (text) => right(text),
  encodeInto: (word, row) => row.set(Array.from(word, Number)),
  graph: (word) => ({
    labels: ["input", ...Array.from(word, (digit) => operations[Number(digit)]!), "output"],
    edges: Array.from({ length: length + 1 }, (_, i) => [i, i + 1] as const),
  }),
  network: () => {
    throw new Error("nothing trains these");
  },
};

/** What follows what decides, wherever it is. */
function errorOf(word: string): number {
  const path = space.key(word);
  const times = (pair: string): number => path.split(new RegExp(`(?=${pair})`)).length - 1;
  return 60 - 3 * times("03") - 2 * times("30") + 2 * times("11");
}

it(
  "where paths are too many, proxygp learns from what each operation reads",
  { timeout: 120_000 },
  async () => {
    const found = { told: 0, untold: 0 };
    for (const [name, paths] of [
      ["told", true],
      ["untold", false],
    ] as const)
      for (let seed = 1; seed <= 5; seed++) {
        const study = await createStudy({
          space,
          strategy: proxyGpStrategy({ features: { paths }, candidates: { random: 300 } }),
          surrogate: createGaussianProcess(),
          objective: moduleObjective(async ({ architecture }) => ({ error: errorOf(architecture) })),
          seed,
          evaluations: 25,
        });
        await study.run({});
        const { outcome } = study.best!;
        found[name] += outcome.status === "ok" ? outcome.error / 5 : 0;
      }
    expect(found.told).toBeLessThan(found.untold - 3);
  },
);
