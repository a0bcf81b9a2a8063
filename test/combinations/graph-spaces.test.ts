import {
  builtins,
  type ProxySource,
  createStudy,
  type SearchSpace,
  type Strategy,
  type Surrogate,
} from "@proxybo/core";
import { asr } from "@proxybo/space-asr";
import { nb101 } from "@proxybo/space-nb101";
import { nb201 } from "@proxybo/space-nb201";
import { createRelationPredictor } from "@proxybo/surrogate-brp";
import { createGaussianProcess } from "@proxybo/surrogate-gp";
import { createRandomForest } from "@proxybo/surrogate-rf";
import { describe, expect, it } from "vitest";

const spaces: readonly SearchSpace[] = [nb101(), nb201(), asr()];
const surrogates: readonly Surrogate[] = [
  createRandomForest({ trees: 4 }),
  createGaussianProcess(),
  createRelationPredictor({ members: 2, epochs: 3, layers: 1, hidden: 4 }),
];
const candidates = { random: 30, parents: 2, local: 20 };
/** Options that let each strategy do all that it does within a few evaluations. */
const strategies: Readonly<Record<string, object>> = {
  random: {},
  reinforce: { candidates: 30 },
  evolution: { population: 4, tournament: 2 },
  "warmup-evolution": { population: 4, tournament: 2, sample: 30 },
  "local-search": { initial: 2 },
  bo: { initial: 3, candidates },
  brp: { round: 3 },
  "warmup-brp": { round: 3, sample: 30 },
  proxybo: { initial: 3, candidates },
  proxygp: { initial: 3, candidates },
  robot: { explore: 2, weights: 10, sample: 30 },
  "zero-cost": { sample: 30 },
};

async function made(name: string): Promise<Strategy> {
  const entry = builtins.strategies[name as keyof typeof builtins.strategies];
  const options = await entry.options["~standard"].validate(strategies[name]);
  if (options.issues) throw new Error(`${name}: ${JSON.stringify(options.issues)}`);
  return entry.create(options.value as never);
}

/** RoBoT's surrogate learns from weights of proxies, which are no graphs. */
function compatibleWith({ name, needs }: Strategy): readonly (Surrogate | undefined)[] {
  if (!needs.surrogate) return [undefined];
  return name === "robot" ? surrogates.filter((surrogate) => surrogate.name !== "brp") : surrogates;
}

/** What the error falls with, and one proxy knows: convolutions of 3 × 3 on images, something arbitrary on speech. */
const threes = (text: string): number => text.split("3").length - 1;

it("knows every strategy of core", () => {
  expect(Object.keys(strategies).toSorted()).toEqual(Object.keys(builtins.strategies).toSorted());
});

describe.each(Object.keys(strategies))("strategy %s", (name) => {
  it.each(spaces)("searches $name with every surrogate", async (space) => {
    const strategy = await made(name);
    const proxy: ProxySource = {
      name: "threes",
      recorded: true,
      scores: async (found) => Float64Array.from(found, (one) => -threes(space.format(one))),
    };
    for (const surrogate of compatibleWith(strategy)) {
      const study = await createStudy({
        space,
        strategy,
        ...(surrogate && { surrogate }),
        proxies: [proxy],
        evaluations: 9,
        objective: {
          name: "threes",
          evaluate: async ({ text }) => ({ status: "ok", error: 50 - threes(text), metrics: {}, seconds: 1 }),
        },
      });
      await study.run();
      const found = study.observations;
      expect(new Set(found.map(({ key }) => key)).size).toBe(name === "zero-cost" ? found.length : 9);
      expect(found.every(({ outcome }) => outcome.status === "ok")).toBe(true);
    }
  });
});
