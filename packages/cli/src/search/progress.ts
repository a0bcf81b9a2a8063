import { match } from "ts-pattern";
import type { Observation, RunEvent } from "@proxybo/core";

/** How far a run is: what the display shows. */
export interface ProgressState {
  /** Observations so far, and how many the run ends after. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Why the last evaluation that failed did. */
  readonly failure: { readonly n: number; readonly reason: string } | undefined;
  /** The evaluation in flight: its number, architecture, fraction done and what it says. */
  readonly current:
    | { readonly n: number; readonly text: string; readonly fraction: number; readonly message: string }
    | undefined;
  readonly best: { readonly n: number; readonly text: string; readonly error: number } | undefined;
  /** Candidates scored by live proxies for the next decision. */
  readonly scoring: { readonly done: number; readonly total: number } | undefined;
  /** Of the last decision that had any. */
  readonly influence: Readonly<Record<string, number>> | undefined;
  /** Wall seconds that evaluations of this session took. */
  readonly pace: readonly number[];
}

export function startProgress(
  observations: readonly Observation[],
  best: Observation | undefined,
  total: number,
): ProgressState {
  return {
    done: observations.length,
    total,
    failed: observations.filter(({ outcome }) => outcome.status === "failed").length,
    failure: undefined,
    current: undefined,
    scoring: undefined,
    best: bestOf(best),
    influence: observations.findLast(({ why }) => why.influence)?.why.influence,
    pace: [],
  };
}

/** The state after an event; `seconds` is how long the evaluation that ended took by the clock. */
export function advance(state: ProgressState, event: RunEvent<unknown>, seconds: number): ProgressState {
  return match(event)
    .with({ type: "suggested" }, ({ trial }) => ({
      ...state,
      current: { n: trial.n, text: trial.text, fraction: 0, message: "" },
      scoring: undefined,
      influence: trial.why.influence ?? state.influence,
    }))
    .with({ type: "progress" }, ({ fraction, message }) => ({
      ...state,
      current: state.current && { ...state.current, fraction, message: message ?? state.current.message },
    }))
    .with({ type: "retrying" }, ({ n, reason, seconds: wait }) => ({
      ...state,
      failure: { n, reason: `${reason}; again in ${Math.round(wait)} s` },
    }))
    .with({ type: "observed" }, ({ observation: { n, outcome }, best }) => {
      const failed = outcome.status === "failed";
      return {
        ...state,
        done: state.done + 1,
        failed: state.failed + (failed ? 1 : 0),
        failure: failed ? { n, reason: outcome.reason } : state.failure,
        current: undefined,
        best: bestOf(best),
        pace: [...state.pace.slice(-19), seconds],
      };
    })
    .exhaustive();
}

/** Seconds until the run ends, by the pace of its last evaluations; `undefined` before the first. */
export function remaining({ done, total, current, pace }: ProgressState): number | undefined {
  if (pace.length === 0) return undefined;
  const each = pace.reduce((sum, seconds) => sum + seconds, 0) / pace.length;
  return Math.max(0, total - done - (current?.fraction ?? 0)) * each;
}

function bestOf(best: Observation | undefined): ProgressState["best"] {
  return best?.outcome.status === "ok"
    ? { n: best.n, text: best.text, error: best.outcome.error }
    : undefined;
}
