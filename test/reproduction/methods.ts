import {
  boStrategy,
  brpStrategy,
  createRandom,
  evolutionStrategy,
  permutation,
  proxyBoStrategy,
  type ProxySource,
  randomStrategy,
  reinforceStrategy,
  type Strategy,
  type Surrogate,
  warmupBrpStrategy,
  zeroCostStrategy,
} from "@proxybo/core";
import { createRelationPredictor } from "@proxybo/surrogate-brp";

/** What a method is given instead of the recorded scores, to see whether it is misled. */
export type ProxyQuality = "recorded" | "inverted" | "shuffled" | "none";

export interface Method {
  readonly title: string;
  readonly strategy: () => Strategy;
  readonly proxies?: ProxyQuality;
  /** Default: a random forest. */
  readonly surrogate?: () => Surrogate;
}

/** The search methods that are compared, as in the paper's Table 2, with their defaults; then variants. */
export const methods: Readonly<Record<string, Method>> = {
  random: { title: "RS", strategy: () => randomStrategy() },
  reinforce: { title: "RL", strategy: () => reinforceStrategy() },
  evolution: { title: "REA", strategy: () => evolutionStrategy() },
  bo: { title: "BO", strategy: () => boStrategy() },
  brp: { title: "BRP", strategy: () => brpStrategy(), surrogate: createRelationPredictor },
  "warmup-brp": {
    title: "Warm-up BRP",
    strategy: () => warmupBrpStrategy(),
    surrogate: createRelationPredictor,
  },
  snip: { title: "snip", strategy: () => zeroCostStrategy({ by: ["snip"] }) },
  jacob_cov: { title: "jacob_cov", strategy: () => zeroCostStrategy({ by: ["jacob_cov"] }) },
  synflow: { title: "synflow", strategy: () => zeroCostStrategy({ by: ["synflow"] }) },
  "zero-cost": { title: "vote of proxies", strategy: () => zeroCostStrategy() },
  proxybo: { title: "ProxyBO", strategy: () => proxyBoStrategy() },
  "bo-errors": { title: "BO on raw errors", strategy: () => boStrategy({ targets: "errors" }) },
  "proxybo-errors": {
    title: "ProxyBO on raw errors",
    strategy: () => proxyBoStrategy({ targets: "errors" }),
  },
  "proxybo-inverted": {
    title: "ProxyBO, inverted proxies",
    strategy: () => proxyBoStrategy(),
    proxies: "inverted",
  },
  "proxybo-shuffled": {
    title: "ProxyBO, shuffled proxies",
    strategy: () => proxyBoStrategy(),
    proxies: "shuffled",
  },
};

export const proxyNames: readonly string[] = ["snip", "synflow", "jacob_cov"];

/** A proxy made better or worse: its scores, their negatives, or those of architectures drawn at random for a seed. */
export async function degrade<A>(
  source: ProxySource<A>,
  quality: ProxyQuality,
  whole: readonly A[],
  textOf: (architecture: A) => string,
  seed: number,
): Promise<ProxySource<A>> {
  if (quality === "recorded") return source;
  if (quality === "inverted")
    return { name: source.name, scores: async (a) => (await source.scores(a)).map((score) => -score) };
  const scores = await source.scores(whole);
  const order = permutation(whole.length, createRandom(seed, "shuffled", source.name));
  const scoreOf = new Map(whole.map((architecture, i) => [textOf(architecture), scores[order[i]!]!]));
  return { name: source.name, scores: async (a) => Float64Array.from(a, (x) => scoreOf.get(textOf(x))!) };
}
