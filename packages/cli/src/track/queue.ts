import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@proxybo/core";
import type { TrackedRun } from "./tracked-run.ts";
import { RefusedError, type Tracker } from "./tracker.ts";

export interface QueueOptions {
  /** Told once, at the first trouble. */
  readonly warn: (text: string) => void;
  /** Told where the end of a run has to wait. */
  readonly tell?: (text: string) => void;
  /** At most so many evaluations wait; the oldest go first. Default 1000. */
  readonly capacity?: number;
  /** How long the end of a run waits for what is not sent yet, in milliseconds. Default 15 000. */
  readonly patience?: number;
  /** Before what failed is sent again, in milliseconds; doubled each time, up to a minute. Default 1000. */
  readonly wait?: number;
}

/** Evaluations on their way to a tracker. */
export interface TrackQueue extends AsyncDisposable {
  /** Returns at once. */
  add(run: TrackedRun): void;
}

/** Longest wait before what failed is sent again, in milliseconds. */
const longestWait = 60_000;

/**
 * Sends evaluations one after another, beside the search: that never waits for it, and never fails of it. What fails is sent
 * again; what was refused, or does not fit, is left out. At the end it waits a little, then gives up.
 */
export function trackQueue(
  tracker: Tracker,
  { warn, tell = () => {}, capacity = 1000, patience = 15_000, wait = 1000 }: QueueOptions,
): TrackQueue {
  const waiting: TrackedRun[] = [];
  const given = new AbortController();
  const ending = new AbortController();
  let warned = false;
  let sending: Promise<void> | undefined;

  const trouble = (error: unknown): void => {
    if (warned) return;
    warned = true;
    warn(
      `tracking by ${tracker.name} fails: ${causeOf(error)}; the search goes on, some evaluations may be missing there`,
    );
  };
  const drain = async (): Promise<void> => {
    let failures = 0;
    while (waiting.length > 0 && !given.signal.aborted) {
      const run = waiting[0]!;
      try {
        await tracker.send(run, given.signal);
        failures = 0;
      } catch (error) {
        trouble(error);
        if (!(error instanceof RefusedError)) {
          const pause = Math.min(longestWait, wait * 2 ** failures++);
          // At the end of the run it is tried once more, then given up.
          if (ending.signal.aborted && failures > 1) return;
          await sleep(pause, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
          continue;
        }
      }
      // It may have been dropped meanwhile, for lack of room.
      if (waiting[0] === run) waiting.shift();
    }
  };
  return {
    add(run) {
      waiting.push(run);
      if (waiting.length > capacity) {
        waiting.shift();
        trouble(new Error(`more than ${capacity} evaluations wait to be sent`));
      }
      sending ??= drain().finally(() => {
        sending = undefined;
      });
    },
    async [Symbol.asyncDispose]() {
      if (sending === undefined) return;
      ending.abort();
      const late = setTimeout(
        () => tell(`sending the last ${waiting.length} evaluations to ${tracker.name}`),
        patience / 10,
      );
      await Promise.race([sending, sleep(patience, undefined, { signal: given.signal })]);
      clearTimeout(late);
      if (waiting.length > 0) trouble(new Error(`${waiting.length} could not be sent in time`));
      given.abort();
    },
  };
}

/** What `fetch` says is in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message !== "" ? cause.message : messageOf(error);
}
