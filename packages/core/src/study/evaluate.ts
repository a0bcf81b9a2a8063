import { setTimeout as sleep } from "node:timers/promises";
import type { EvaluationRequest } from "../contracts/objective.ts";
import type { Evaluation } from "../contracts/observation.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import type { RunEvent, RunOptions, StudyOptions, Trial } from "./types.ts";

/** Longest wait before an evaluation is tried again, in seconds. */
const longestWait = 300;

/** Where failed attempts are kept. */
export interface AttemptLog {
  readonly failedAttempt: (n: number, attempt: number, evaluation: Evaluation) => Promise<void>;
  /** How many are kept of a trial. */
  readonly attemptsOf: (n: number) => Promise<number>;
}

/** Evaluates a trial, again where it fails as often as `retries` says; `undefined` when it was stopped. */
export async function evaluateWithRetries<A>(
  trial: Trial<A>,
  parts: StudyOptions<A>,
  { retries = 0, retryWait = 5, timeout }: RunOptions<A>,
  signal: AbortSignal,
  observe: (event: RunEvent<A>) => void,
  log: AttemptLog,
): Promise<Evaluation | undefined> {
  const { n } = trial;
  const report: EvaluationRequest["report"] = (fraction, message) =>
    observe({ type: "progress", n, fraction, ...(message !== undefined && { message }) });
  for (let tried = 0; ; tried++) {
    const evaluation = await evaluate(trial, parts, timeout, signal, report);
    if (evaluation === undefined || evaluation.status !== "failed" || tried >= retries) return evaluation;
    await log.failedAttempt(n, (await log.attemptsOf(n)) + 1, evaluation);
    const seconds = Math.min(longestWait, retryWait * 2 ** tried);
    observe({ type: "retrying", n, reason: evaluation.reason, seconds });
    try {
      await sleep(seconds * 1000, undefined, { signal });
    } catch {
      return undefined;
    }
  }
}

/** The evaluation of a trial; whatever an objective does wrong is a failed one; `undefined` when it was stopped. */
async function evaluate<A>(
  trial: Trial<A>,
  { objective, space, task }: StudyOptions<A>,
  timeout: number | undefined,
  stop: AbortSignal,
  report: EvaluationRequest["report"],
): Promise<Evaluation | undefined> {
  const started = performance.now();
  const failed = (reason: string, code = "OBJECTIVE_FAILED"): Evaluation => ({
    status: "failed",
    code,
    reason,
    seconds: (performance.now() - started) / 1000,
  });
  const late = new AbortController();
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => late.abort(new Error(`expected a result within ${timeout} s`)), timeout * 1000);
  const signal = AbortSignal.any([stop, late.signal]);
  try {
    const call = objective!.evaluate({
      n: trial.n,
      architecture: trial.architecture,
      text: trial.text,
      key: trial.key,
      networkSpec: () => {
        if (task) return space.network(trial.architecture, task);
        throw new ProxyboError("USAGE", "a network needs a task: input shape and number of classes");
      },
      seed: trial.seed,
      signal,
      report,
    });
    const evaluation = await (timeout === undefined
      ? call
      : Promise.race([call, overdue(call, late.signal)]));
    if (evaluation.status === "ok" && !Number.isFinite(evaluation.error))
      return failed(
        `objective '${objective!.name}' gave error ${evaluation.error}; expected a finite number in percent`,
      );
    return evaluation;
  } catch (thrown) {
    if (stop.aborted) return undefined;
    if (late.signal.aborted) return failed(messageOf(late.signal.reason), "OBJECTIVE_TIMEOUT");
    return failed(messageOf(thrown));
  } finally {
    clearTimeout(timer);
  }
}

/** How long an objective may take to end what it was told to, in milliseconds; then it is given up. */
const grace = 5000;

async function overdue(call: Promise<unknown>, late: AbortSignal): Promise<never> {
  // Whatever it does after it was given up is nobody's concern.
  call.catch(() => undefined);
  await new Promise((resolve) => late.addEventListener("abort", resolve, { once: true }));
  await sleep(grace, undefined, { ref: false });
  throw late.reason;
}
