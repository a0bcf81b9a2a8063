import type { EvaluationRequest } from "../contracts/objective.ts";
import type { Evaluation } from "../contracts/observation.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import type { RunEnd, RunOptions, Study, StudyOptions, Trial } from "./types.ts";

/**
 * Asks, evaluates and tells, one evaluation at a time, until the study has all its evaluations (ProxyBO, Algorithm 2).
 *
 * @throws {ProxyboError} `USAGE` without an objective.
 */
export async function runStudy<A>(
  study: Study<A>,
  parts: StudyOptions<A>,
  options: RunOptions<A>,
): Promise<RunEnd> {
  const { observe = () => {}, finish, stop = new AbortController().signal } = options;
  if (!parts.objective) {
    throw new ProxyboError("USAGE", "run needs an objective; the study has none", {
      hint: "Give createStudy an objective, or measure architectures yourself with ask and tell.",
    });
  }
  while (study.observations.length < study.evaluations) {
    if (stop.aborted) return "stopped";
    if (finish?.aborted) return "finished-early";
    const trial = await study.ask();
    if (trial === undefined) return "exhausted";
    observe({ type: "suggested", trial });
    const evaluation = await evaluate(trial, parts, stop, (fraction, message) =>
      observe({ type: "progress", n: trial.n, fraction, ...(message !== undefined && { message }) }),
    );
    if (evaluation === undefined) return "stopped";
    const observation = await study.tell(trial.n, evaluation);
    observe({ type: "observed", observation, best: study.best });
  }
  return "evaluations";
}

/** The evaluation of a trial; whatever an objective does wrong is a failed one; `undefined` when it was stopped. */
async function evaluate<A>(
  trial: Trial<A>,
  { objective, space, task }: StudyOptions<A>,
  signal: AbortSignal,
  report: EvaluationRequest["report"],
): Promise<Evaluation | undefined> {
  const started = performance.now();
  const failed = (reason: string): Evaluation => ({
    status: "failed",
    code: "OBJECTIVE_FAILED",
    reason,
    seconds: (performance.now() - started) / 1000,
  });
  try {
    const evaluation = await objective!.evaluate({
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
    if (evaluation.status === "ok" && !Number.isFinite(evaluation.error))
      return failed(
        `objective '${objective!.name}' gave error ${evaluation.error}; expected a finite number in percent`,
      );
    return evaluation;
  } catch (thrown) {
    if (signal.aborted) return undefined;
    return failed(messageOf(thrown));
  }
}
