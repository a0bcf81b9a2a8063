import { setImmediate as nextTurn } from "node:timers/promises";
import { ProxyboError } from "../errors/error.ts";
import { type AttemptLog, evaluateWithRetries } from "./evaluate.ts";
import type { RunEnd, RunOptions, Study, StudyOptions, Trial } from "./types.ts";

/** What a run needs of its study beside asking and telling. */
export interface RunParts extends AttemptLog {
  /** Aborted when the study is no longer this process's. */
  readonly lost: AbortSignal;
}

/**
 * Asks, evaluates and tells until the study has all its evaluations (ProxyBO, Algorithm 2), with `parallel` evaluations
 * in flight: each that ends is told at once, and the next is suggested then.
 *
 * @throws {ProxyboError} `USAGE` without an objective; `STUDY_LOCKED` when another process took the study.
 */
export async function runStudy<A>(
  study: Study<A>,
  parts: StudyOptions<A>,
  options: RunOptions<A>,
  { lost, ...log }: RunParts,
): Promise<RunEnd> {
  const { observe = () => {}, finish, stop = new AbortController().signal } = options;
  const { parallel = 1, giveUpAfter = 10, retry, ready } = options;
  if (!parts.objective) {
    throw new ProxyboError("USAGE", "run needs an objective; the study has none", {
      hint: "Give createStudy an objective, or measure architectures yourself with ask and tell.",
    });
  }
  const fault = new AbortController();
  const halt = AbortSignal.any([stop, lost, fault.signal]);
  const given = new AbortController();
  const ending = AbortSignal.any([halt, given.signal, ...(finish ? [finish] : [])]);
  const inFlight = new Map<number, Promise<void>>();
  const again = [...(retry ?? [])];
  let end: RunEnd | undefined;
  let thrown: { readonly error: unknown } | undefined;

  const perform = async (trial: Trial<A>): Promise<void> => {
    try {
      const evaluation = await evaluateWithRetries(trial, parts, options, halt, observe, log);
      if (evaluation === undefined) return;
      const observation = await study.tell(trial.n, evaluation);
      observe({ type: "observed", observation, best: study.best });
      if (retry === undefined && observation.outcome.status === "failed" && isFailing(study, giveUpAfter)) {
        end ??= "failing";
        given.abort();
      }
    } catch (error) {
      thrown ??= { error };
      fault.abort(error);
    } finally {
      inFlight.delete(trial.n);
    }
  };
  const wanted = (): boolean =>
    retry === undefined ? study.observations.length + inFlight.size < study.evaluations : again.length > 0;
  const next = (): Promise<Trial<A> | undefined> =>
    retry === undefined ? study.ask() : study.retry(again.shift()!);

  for (;;) {
    if (end === undefined && halt.aborted) end = "stopped";
    if (end === undefined && finish?.aborted) end = "finished-early";
    if (end === undefined && inFlight.size < parallel && wanted()) {
      let trial: Trial<A> | undefined;
      try {
        if (ready) {
          await ready(ending);
          if (ending.aborted) continue;
        }
        trial = await next();
      } catch (error) {
        // Asked to finish while candidates were scored: what is in flight goes on.
        if (finish?.aborted && error === finish.reason) continue;
        thrown ??= { error };
        fault.abort(error);
        continue;
      }
      if (trial === undefined) {
        end = "exhausted";
        continue;
      }
      observe({ type: "suggested", trial });
      inFlight.set(trial.n, perform(trial));
      // What ends at once is told before the next is suggested.
      if (parallel > 1) await nextTurn();
      continue;
    }
    if (inFlight.size === 0) break;
    await Promise.race(inFlight.values());
  }
  if (thrown) throw thrown.error;
  if (lost.aborted) throw lost.reason;
  return end ?? "evaluations";
}

/** Whether the study has failed from its beginning on. */
function isFailing<A>({ observations }: Study<A>, giveUpAfter: number): boolean {
  return (
    giveUpAfter > 0 &&
    observations.length >= giveUpAfter &&
    observations.every(({ outcome }) => outcome.status === "failed")
  );
}
