import { createRandom, permutation, type ProxySource } from "@proxybo/core";
import type { ProxyQuality } from "../config/schema.ts";
import type { OpenTask } from "./open-task.ts";

/**
 * The proxies of a run, made worse as its method says: `inverted` turns all, `half-inverted` half of them (rounded up,
 * drawn for each seed), `shuffled` gives each architecture the score of another, drawn for each seed.
 */
export async function degrade(
  sources: readonly ProxySource[],
  quality: ProxyQuality,
  task: OpenTask,
  seed: number,
): Promise<readonly ProxySource[]> {
  if (quality === "none") return [];
  if (quality === "recorded") return sources;
  if (quality === "inverted") return sources.map(invert);
  if (quality === "shuffled") return Promise.all(sources.map((source) => shuffle(source, task, seed)));
  const order = permutation(sources.length, createRandom(seed, "half-inverted"));
  const inverted = new Set(order.subarray(0, Math.ceil(sources.length / 2)));
  return sources.map((source, i) => (inverted.has(i) ? invert(source) : source));
}

function invert(source: ProxySource): ProxySource {
  return {
    name: source.name,
    scores: async (architectures) => (await source.scores(architectures)).map((score) => -score),
  };
}

async function shuffle(source: ProxySource, { pool, space }: OpenTask, seed: number): Promise<ProxySource> {
  const scores = await source.scores(pool);
  const order = permutation(pool.length, createRandom(seed, "shuffled", source.name));
  const scoreOf = new Map(
    pool.map((architecture, i) => [space.format(architecture), scores[order[i]!]!] as const),
  );
  return {
    name: source.name,
    scores: async (architectures) =>
      Float64Array.from(
        architectures,
        (architecture) => scoreOf.get(space.format(architecture)) ?? Number.NaN,
      ),
  };
}
