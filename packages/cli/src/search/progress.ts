import { match } from "ts-pattern";
import type { Observation, RunEvent } from "@proxybo/core";

/** An evaluation under way: how far it is, 0 … 1, and what it says. */
export interface InFlight {
  readonly n: number;
  readonly text: string;
  readonly fraction: number;
  readonly message: string;
}

/** How many errors are remembered. */
const remembered = 40;

/** How far a run is: what the display shows. */
export interface ProgressState {
  /** Observations so far, and how many the run ends after. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Why the last evaluation that failed did. */
  readonly failure: { readonly n: number; readonly reason: string } | undefined;
  /** The evaluations in flight, the oldest first. */
  readonly inFlight: readonly InFlight[];
  /** Errors of the latest evaluations that succeeded, in percent. */
  readonly errors: readonly number[];
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
    inFlight: [],
    errors: observations
      .flatMap(({ outcome }) => (outcome.status === "ok" ? [outcome.error] : []))
      .slice(-remembered),
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
      inFlight: [...state.inFlight, { n: trial.n, text: trial.text, fraction: 0, message: "" }],
      scoring: undefined,
      influence: trial.why.influence ?? state.influence,
    }))
    .with({ type: "progress" }, ({ n, fraction, message }) => ({
      ...state,
      inFlight: state.inFlight.map((one) =>
        one.n === n ? { ...one, fraction, message: message ?? one.message } : one,
      ),
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
        inFlight: state.inFlight.filter((one) => one.n !== n),
        errors: outcome.status === "ok" ? [...state.errors, outcome.error].slice(-remembered) : state.errors,
        best: bestOf(best),
        pace: [...state.pace.slice(-19), seconds],
      };
    })
    .exhaustive();
}

/** Seconds until the run ends, by the pace of its last evaluations; `undefined` before the first. */
export function remaining({ done, total, inFlight, pace }: ProgressState): number | undefined {
  const each = meanOf(pace);
  const begun = inFlight.reduce((sum, { fraction }) => sum + fraction, 0);
  return each === undefined ? undefined : Math.max(0, total - done - begun) * each;
}

/** Evaluations per hour by the same pace. */
export function perHour({ pace }: ProgressState): number | undefined {
  const each = meanOf(pace);
  return each === undefined || each === 0 ? undefined : 3600 / each;
}

function meanOf(pace: readonly number[]): number | undefined {
  return pace.length === 0 ? undefined : pace.reduce((sum, seconds) => sum + seconds, 0) / pace.length;
}

function bestOf(best: Observation | undefined): ProgressState["best"] {
  return best?.outcome.status === "ok"
    ? { n: best.n, text: best.text, error: best.outcome.error }
    : undefined;
}
