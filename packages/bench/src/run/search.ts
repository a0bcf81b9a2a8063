import { createStudy, partMaker, ProxyboError, type Observation, type Registry } from "@proxybo/core";
import type { BenchMethod } from "../config/resolve-method.ts";
import { degrade } from "./degrade.ts";
import type { OpenTask } from "./open-task.ts";
import { searchInParallel } from "./in-parallel.ts";
import type { Improvement, RunRecord } from "./record.ts";

export interface SearchJob {
  readonly method: BenchMethod;
  readonly seed: number;
  readonly evaluations: number;
}

/** One search of one method on one task, and what is kept of it. */
export async function search(
  { method, seed, evaluations }: SearchJob,
  task: OpenTask,
  registry: Registry,
): Promise<Omit<RunRecord, "id" | "task">> {
  const make = partMaker(registry);
  const strategy = await make("strategies", method.strategy, undefined);
  const surrogate = method.surrogate && (await make("surrogates", method.surrogate, undefined));
  const study = await createStudy({
    space: task.space,
    objective: task.objective,
    strategy: strategy.product,
    ...(surrogate && { surrogate: surrogate.product }),
    proxies: await degrade(recorded(method, task), method.quality, task, seed),
    seed,
    evaluations,
  });
  const started = performance.now();
  if (method.parallel > 1) await searchInParallel(study, task.objective, method.parallel);
  else await study.run();
  const wall = (performance.now() - started) / 1000;
  const sum = (of: (observation: Observation) => number): number =>
    study.observations.reduce((total, observation) => total + of(observation), 0);
  return {
    version: 1,
    method: method.name,
    seed,
    evaluations,
    made: study.observations.length,
    failed: study.observations.filter(({ outcome }) => outcome.status === "failed").length,
    improvements: improvementsOf(study.observations),
    seconds: {
      training: sum(({ seconds }) => seconds),
      wall: rounded(wall),
      suggest: rounded(sum(({ cost }) => cost.suggest)),
      score: rounded(sum(({ cost }) => cost.score)),
    },
    ...sourcesOf(study.observations),
  };
}

function recorded({ name, proxies }: BenchMethod, task: OpenTask) {
  return proxies.map((proxy) => {
    const source = task.proxies.get(proxy);
    if (source) return source;
    throw new ProxyboError("USAGE", `method '${name}': the table has no scores of '${proxy}'`, {
      hint: `it has: ${[...task.proxies.keys()].join(", ") || "none"}`,
    });
  });
}

function improvementsOf(observations: readonly Observation[]): Improvement[] {
  const improvements: Improvement[] = [];
  let best = Infinity;
  let seconds = 0;
  for (const [i, { outcome, seconds: spent }] of observations.entries()) {
    seconds += spent;
    if (outcome.status !== "ok" || !(outcome.error < best)) continue;
    best = outcome.error;
    improvements.push([i + 1, best, outcome.metrics["test"] ?? null, rounded(seconds)]);
  }
  return improvements;
}

function sourcesOf(observations: readonly Observation[]): Pick<RunRecord, "sources"> | undefined {
  const judged = observations.filter(({ why }) => why.generalization && why.influence);
  if (judged.length === 0) return undefined;
  const names = Object.keys(judged[0]!.why.influence!);
  const of = (field: "generalization" | "influence"): number[][] =>
    judged.map(({ why }) => names.map((name) => rounded(why[field]![name] ?? 0, 1e4)));
  return {
    sources: {
      names,
      n: judged.map(({ n }) => n),
      generalization: of("generalization"),
      influence: of("influence"),
    },
  };
}

function rounded(value: number, parts = 1e3): number {
  return Math.round(value * parts) / parts;
}
