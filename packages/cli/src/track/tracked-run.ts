import type { Observation, RunSettings } from "@proxybo/core";
import { expandReference } from "@proxybo/core";

/** An evaluation as trackers know it: parameters, metrics and tags, each with a name. */
export interface TrackedRun {
  /** The study that it is of. */
  readonly study: { readonly id: string; readonly name: string };
  readonly n: number;
  readonly status: "finished" | "failed" | "killed";
  /** Unix time in milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly params: Readonly<Record<string, string>>;
  /** Finite numbers. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
}

const statuses = { ok: "finished", failed: "failed", cancelled: "killed" } as const;

/** An evaluation that has ended now, as a run of its own. */
export function trackedRun(
  study: { readonly id: string; readonly name: string },
  { config }: RunSettings,
  { n, text, key, outcome, seconds, why, cost, attempts }: Observation,
  best: Observation | undefined,
  end: number,
): TrackedRun {
  const names = { space: config.space, strategy: config.strategy, surrogate: config.surrogate };
  const parts = Object.entries(names).flatMap(([part, reference]) =>
    reference === undefined ? [] : [[part, expandReference(reference).name] as const],
  );
  const proxies = (config.proxies ?? []).map((proxy) => expandReference(proxy).name);
  const metrics: Record<string, number | undefined> = {
    ...(outcome.status === "ok" && { ...outcome.metrics, error: outcome.error }),
    ...(best?.outcome.status === "ok" && { lowest_error: best.outcome.error }),
    seconds,
    seconds_to_suggest: cost.suggest,
    seconds_to_score: cost.score,
    predicted_error: why.prediction?.error,
    ...prefixed("influence", why.influence),
    ...prefixed("generalization", why.generalization),
  };
  return {
    study,
    n,
    status: statuses[outcome.status],
    start: Math.round(end - seconds * 1000),
    end: Math.round(end),
    params: {
      architecture: text,
      ...Object.fromEntries(parts),
      ...(proxies.length > 0 && { proxies: proxies.join(",") }),
      seed: String(config.seed ?? 1),
    },
    metrics: Object.fromEntries(
      Object.entries(metrics).flatMap(([name, value]) =>
        value !== undefined && Number.isFinite(value) ? [[name, value]] : [],
      ),
    ),
    tags: {
      "proxybo.study": study.id,
      "proxybo.study_name": study.name,
      "proxybo.n": String(n),
      "proxybo.key": key,
      "proxybo.rule": why.rule,
      ...(attempts && { "proxybo.attempt": String(attempts.length + 1) }),
      ...(outcome.status !== "ok" && { "proxybo.code": outcome.code, "proxybo.reason": outcome.reason }),
    },
  };
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, number>> | undefined,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [`${prefix}.${name}`, value]),
  );
}
