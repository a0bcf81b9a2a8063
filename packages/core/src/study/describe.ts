import type { Observation } from "../contracts/observation.ts";
import type { StudyRecord } from "../contracts/store.ts";
import type { RunDocument } from "./document.ts";
import type { Study } from "./types.ts";

/** A study as the JSON document of `runDocumentSchema`. */
export function describeRun<A>(study: Study<A>, record: StudyRecord): RunDocument {
  const total = (seconds: (observation: Observation<A>) => number): number =>
    study.observations.reduce((sum, observation) => sum + seconds(observation), 0);
  const suggest = total(({ cost }) => cost.suggest);
  const score = total(({ cost }) => cost.score);
  const evaluate = total(({ seconds }) => seconds);
  const { best } = study;
  return {
    version: 1,
    study: { id: record.id, name: record.name, store: study.store.location, created: record.created },
    settings: record.settings as RunDocument["settings"],
    observations: study.observations.map(describeObservation),
    best:
      best?.outcome.status === "ok"
        ? {
            n: best.n,
            architecture: best.text,
            error: best.outcome.error,
            metrics: { ...best.outcome.metrics },
          }
        : null,
    seconds: { suggest, score, evaluate, total: suggest + score + evaluate },
  };
}

/** An observation as it stands in that document. */
export function describeObservation({
  n,
  text,
  key,
  outcome,
  seconds,
  why,
}: Omit<Observation, "architecture">): RunDocument["observations"][number] {
  const measured =
    outcome.status === "ok"
      ? { error: outcome.error, metrics: { ...outcome.metrics } }
      : {
          error: null,
          metrics: {},
          failure: {
            code: outcome.code,
            reason: outcome.reason,
            ...(outcome.log !== undefined && { log: outcome.log }),
          },
        };
  return {
    n,
    architecture: text,
    key,
    ...measured,
    seconds,
    why,
  };
}
