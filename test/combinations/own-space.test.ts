import {
  assemble,
  createStudy,
  definePlugin,
  gatherRegistry,
  moduleObjective,
  type NetworkSpec,
  type Observation,
  type ProxyboConfig,
} from "@proxybo/core";
import flopsPlugin from "@proxybo/proxy-flops";
import paramsPlugin from "@proxybo/proxy-params";
import choicesPlugin from "@proxybo/space-choices";
import brp from "@proxybo/surrogate-brp";
import gp from "@proxybo/surrogate-gp";
import rf from "@proxybo/surrogate-rf";
import { describe, expect, it } from "vitest";
import { z } from "zod";

interface Decisions {
  readonly depth: number;
  readonly width1: number;
  readonly width2?: number;
  readonly activation: "relu" | "tanh" | "sine";
}

/** A multi-layer perceptron of the decisions. */
function network(
  { width1, width2 }: Decisions,
  { input }: { readonly input: readonly number[] },
): NetworkSpec {
  const widths = [width1, ...(width2 === undefined ? [] : [width2]), 2];
  return {
    version: 1,
    input,
    nodes: [
      { operation: { type: "input" }, inputs: [] },
      ...widths.map((features, i) => ({
        operation: { type: "linear" as const, features, bias: true },
        inputs: [i],
      })),
    ],
  };
}

/** In percent: falls with the units and depends on the activation. */
const formula = definePlugin({
  name: "proxybo-objective-formula",
  version: "1.0.0",
  objectives: {
    formula: {
      description: "a formula of the decisions",
      options: z.strictObject({}),
      create: () =>
        moduleObjective<Decisions>(({ value: { width1, width2 = 1, activation } }) => ({
          error: 40 - 4 * Math.log2(width1) - Math.log2(width2) + (activation === "sine" ? 9 : 0),
        })),
    },
  },
});

const registry = await gatherRegistry({
  plugins: [choicesPlugin, rf, gp, brp, paramsPlugin, flopsPlugin, formula],
  directories: [],
});

/** 72 architectures. */
const config: ProxyboConfig = {
  space: {
    name: "choices",
    options: {
      decisions: {
        depth: { type: "integer", min: 1, max: 2 },
        width1: { type: "ordinal", values: [4, 8, 16, 32] },
        width2: { type: "ordinal", values: [4, 8, 16, 32, 64], when: { depth: 2 } },
        activation: { type: "categorical", values: ["relu", "tanh", "sine"] },
      },
      network,
    },
  },
  task: { input: [8], classes: 2 },
  objective: "formula",
};

async function search({
  strategy,
  surrogate,
  evaluations,
  seed,
}: {
  readonly strategy: string;
  readonly surrogate: string | undefined;
  readonly evaluations: number;
  readonly seed: number;
}) {
  const given = { ...config, strategy, evaluations, seed, ...(surrogate !== undefined && { surrogate }) };
  const takesProxies = !["random", "reinforce", "evolution", "local-search", "bo", "brp"].includes(strategy);
  await using assembly = await assemble(
    { ...given, ...(takesProxies && { proxies: ["params", "flops"] }) },
    registry,
    { directory: import.meta.dirname },
  );
  const study = await createStudy(assembly.options);
  await study.run({});
  return study;
}

function lowestError(observations: readonly Observation[]): number {
  return Math.min(...observations.map(({ outcome }) => (outcome.status === "ok" ? outcome.error : Infinity)));
}

/** Strategies that take no surrogate, and those that do with each that gives what they need. */
const combinations = [
  ...["random", "reinforce", "evolution", "warmup-evolution", "local-search", "zero-cost"].map(
    (strategy) => [strategy, undefined] as const,
  ),
  ...["bo", "brp", "warmup-brp", "proxybo", "proxygp", "robot"].flatMap((strategy) =>
    ["rf", "gp"].map((surrogate) => [strategy, surrogate] as const),
  ),
];

describe("a space of own decisions", () => {
  it.each(combinations)(
    "is searched by %s with surrogate %s, nothing twice, better than half of it",
    async (strategy, surrogate) => {
      const study = await search({ strategy, surrogate, evaluations: 20, seed: 1 });
      expect(study.observations).toHaveLength(20);
      expect(new Set(study.observations.map(({ key }) => key)).size).toBe(20);
      expect(study.observations.filter(({ outcome }) => outcome.status === "failed")).toEqual([]);
      // The median of the space is 22.
      expect(lowestError(study.observations)).toBeLessThan(20);
    },
  );

  it.each(combinations)("is searched to its end by %s with surrogate %s", async (strategy, surrogate) => {
    const study = await search({ strategy, surrogate, evaluations: 100, seed: 2 });
    expect(study.observations).toHaveLength(72);
    expect(lowestError(study.observations)).toBe(14);
  });

  it.each(["bo", "brp", "warmup-brp"])(
    "is refused by %s with the surrogate brp, which reads graphs, before anything is evaluated",
    async (strategy) => {
      await expect(search({ strategy, surrogate: "brp", evaluations: 1, seed: 1 })).rejects.toMatchObject({
        code: "USAGE",
        message: "the architectures of space 'choices' are no graphs",
        hint: "Choose a surrogate that reads features, such as rf or gp.",
      });
    },
  );
});
