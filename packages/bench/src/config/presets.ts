import { parseMethod } from "./method-text.ts";
import type { MethodConfig } from "./schema.ts";

/** What the runs of a part of the comparison are for, and so which tables and figures show them. */
export type ExperimentKind = "comparison" | "temperature" | "influence" | "subsets" | "correlation";

/** Methods on tasks. */
export interface Experiment {
  readonly kind: ExperimentKind;
  readonly methods: readonly MethodConfig[];
  /** Names of tasks that come before the others that are there. */
  readonly prefers?: readonly string[];
  /** Only the first task, as in the paper's figure. */
  readonly firstTaskOnly?: true;
}

export interface Preset {
  readonly description: string;
  readonly experiments: readonly Experiment[];
}

const search = ["random", "reinforce", "evolution", "bo", "brp", "warmup-brp", "proxybo"];
const zeroCost = ["snip", "jacob_cov", "synflow"];
const methods = (texts: readonly string[]): readonly MethodConfig[] => texts.map(parseMethod);

/** Initial temperatures of Fig. 2a. */
const temperatures = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1];

const comparison = (texts: readonly string[]): readonly Experiment[] => [
  { kind: "comparison", methods: methods(texts) },
];

/** The paper's tables and figures by name, and `beyond`: the same against stronger methods and bad proxies. */
export const presets: Readonly<Record<string, Preset>> = {
  table1: {
    description: "rank correlation of the proxies with the validation error",
    experiments: [{ kind: "correlation", methods: [] }],
  },
  table2: {
    description: "test error of every method at the end",
    experiments: comparison([...search.slice(0, 5), ...zeroCost, ...search.slice(5)]),
  },
  table3: {
    description: "evaluations to reach REA's result at the end",
    experiments: comparison(["evolution", "brp", "warmup-brp", "proxybo"]),
  },
  fig2a: {
    description: "error against the initial temperature τ₀",
    experiments: [
      {
        kind: "temperature",
        prefers: ["nb201-cifar100", "nb201-cifar10", "nb101"],
        firstTaskOnly: true,
        methods: temperatures.map((temperature) => ({
          name: `proxybo-tau-${temperature}`,
          title: `ProxyBO, τ₀ = ${temperature}`,
          strategy: { name: "proxybo", options: { temperature } },
        })),
      },
    ],
  },
  fig2b: {
    description: "generalisation ability and influence of each source over the search",
    experiments: [{ kind: "influence", methods: methods(["proxybo", "proxygp"]) }],
  },
  fig2c: {
    description: "ProxyBO with each subset of the proxies, and BO without",
    experiments: [
      {
        kind: "subsets",
        prefers: ["nb101", "nb201-cifar100", "nb201-cifar10"],
        firstTaskOnly: true,
        methods: methods([
          "bo",
          "proxybo@snip",
          "proxybo@jacob_cov",
          "proxybo@synflow",
          "proxybo@snip:jacob_cov",
          "proxybo@snip:synflow",
          "proxybo@jacob_cov:synflow",
          "proxybo@snip:synflow:jacob_cov",
          "proxybo~inverted",
          "proxybo~shuffled",
        ]),
      },
    ],
  },
  fig3: {
    description: "test error against evaluations",
    experiments: comparison(search),
  },
  beyond: {
    description: "stronger methods, and bad proxies",
    experiments: comparison([
      "random",
      "evolution",
      "bo",
      "local-search",
      "warmup-evolution",
      "robot",
      "proxybo",
      "proxybo+gp",
      "proxygp",
      ...["proxybo", "proxygp"].flatMap((strategy) => [
        ...["shuffled", "inverted", "half-inverted", "none"].map((quality) => `${strategy}~${quality}`),
        `${strategy}@snip~shuffled`,
      ]),
    ]),
  },
};
