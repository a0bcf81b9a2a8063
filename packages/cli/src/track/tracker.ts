import type { TrackedRun } from "./tracked-run.ts";

/** Where evaluations are sent. */
export interface Tracker {
  /** For people, e.g. `jsonl:runs.jsonl`. */
  readonly name: string;
  /**
   * Sends one evaluation; may be called again with the same one after it failed.
   *
   * @throws {RefusedError} where sending it again would not help; anything else is tried again.
   */
  send(run: TrackedRun, signal: AbortSignal): Promise<void>;
}

/** What was sent was refused: it is not sent again. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}
