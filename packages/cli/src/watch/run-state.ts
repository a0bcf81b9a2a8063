import { match, P } from "ts-pattern";
import type { RunStatus, Wish } from "../control/files.ts";
import { isRunning } from "../control/liveness.ts";

/** What is to be said of the process of a study. */
export interface RunState {
  readonly state: RunStatus["state"] | "idle";
  readonly label: string;
  /** What its process last said; `undefined` where none runs. */
  readonly status: RunStatus | undefined;
  /** Observations so far, and how many the run ends after, where it is known. */
  readonly done: number;
  readonly total: number | undefined;
}

/** @param total - by the settings of the study, for where no process runs it. */
export function runStateOf(
  left: RunStatus | undefined,
  done: number,
  total: number | undefined,
  now?: number,
): RunState {
  if (!isRunning(left, now)) {
    const label = total !== undefined && done >= total ? "finished" : "not running";
    return { state: "idle", label, status: undefined, done, total };
  }
  const label = match(left)
    .with({ state: "paused", inFlight: [P.any, ...P.array()] }, () => "pausing")
    .otherwise(({ state }) => state);
  return { state: left.state, label, status: left, done: Math.max(done, left.done), total: left.total };
}

/** What may be asked of a run in this state. */
export function wishesFor({ state }: RunState): readonly Wish[] {
  return match(state)
    .returnType<readonly Wish[]>()
    .with("running", () => ["pause", "stop"])
    .with("paused", () => ["resume", "stop"])
    .with("stopping", "idle", () => [])
    .exhaustive();
}
