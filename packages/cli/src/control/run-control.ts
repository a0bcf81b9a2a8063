import { hostname } from "node:os";
import process from "node:process";
import type { RunEvent, ScoringEvent, Study } from "@proxybo/core";
import { advance, perHour, remaining, startProgress } from "../search/progress.ts";
import { readWish, removeStatus, removeWish, type RunStatus, type Wish, writeStatus } from "./files.ts";
import { heartbeat } from "./liveness.ts";

/** How often wishes are looked for, in milliseconds. */
const listening = 500;

/** The running side of `proxybo watch`: tells how far a run is, and hears wishes. */
export interface RunControl extends AsyncDisposable {
  /** `seconds`: how long the evaluation that ended took by the clock. */
  observe(event: RunEvent<unknown>, seconds: number): void;
  scoring(event: ScoringEvent): void;
  /** Resolves at once, or when the run is resumed or `signal` aborted. */
  ready(signal: AbortSignal): Promise<void>;
  /** Aborted when asked to stop after what is in flight. */
  readonly finish: AbortSignal;
}

/**
 * Keeps a status file beside the store, and looks for wishes there. A search never fails of it: where nothing can be
 * written, the run is not seen and cannot be asked.
 *
 * @param say - tells the person at the terminal what was asked.
 */
export async function openControl(study: Study<unknown>, say: (text: string) => void): Promise<RunControl> {
  const { id } = study;
  const { location } = study.store;
  const finish = new AbortController();
  let progress = startProgress(study.observations, study.best, study.evaluations);
  let resumed: PromiseWithResolvers<void> | undefined;
  let changed = true;
  let written = 0;
  let heard: string | undefined;
  let working: Promise<void> = Promise.resolve();

  const status = (): RunStatus => ({
    version: 1,
    pid: process.pid,
    host: hostname(),
    state: finish.signal.aborted ? "stopping" : resumed ? "paused" : "running",
    done: progress.done,
    total: progress.total,
    inFlight: progress.inFlight,
    scoring: progress.scoring ?? null,
    perHour: perHour(progress) ?? null,
    remaining: remaining(progress) ?? null,
    at: Date.now(),
  });
  const obey = (wish: Wish): void => {
    changed = true;
    if (finish.signal.aborted) return;
    if (wish === "pause" && resumed === undefined) {
      resumed = Promise.withResolvers<void>();
      say("paused by proxybo watch once what is in flight has finished");
    } else if (wish === "resume" && resumed !== undefined) {
      resumed.resolve();
      resumed = undefined;
      say("resumed by proxybo watch");
    } else if (wish === "stop") {
      finish.abort(new Error("the run was asked to finish by proxybo watch"));
      say("proxybo watch asked to stop: finishing what is in flight");
    }
  };
  const look = async (): Promise<void> => {
    const wish = await readWish(location, id);
    if (wish !== undefined && wish.id !== heard) {
      heard = wish.id;
      obey(wish.wish);
    }
    if (!changed && Date.now() - written < heartbeat) return;
    changed = false;
    written = Date.now();
    await writeStatus(location, id, status()).catch(() => undefined);
  };
  // What was left for an earlier run is not meant for this one.
  await removeWish(location, id).catch(() => undefined);
  await look();
  const timer = setInterval(() => {
    working = working.then(look);
  }, listening);
  timer.unref();
  return {
    finish: finish.signal,
    observe(event, seconds) {
      progress = advance(progress, event, seconds);
      changed = true;
    },
    scoring(event) {
      if (event.type !== "progress") return;
      progress = { ...progress, scoring: event };
      changed = true;
    },
    async ready(signal) {
      if (resumed === undefined || signal.aborted) return;
      const ended = Promise.withResolvers<void>();
      const onAbort = (): void => ended.resolve();
      signal.addEventListener("abort", onAbort, { once: true });
      // A paused run waits for as long as it takes: the timer, unreferenced, would let the process end.
      const alive = setInterval(() => undefined, 60_000);
      try {
        await Promise.race([resumed.promise, ended.promise]);
      } finally {
        clearInterval(alive);
        signal.removeEventListener("abort", onAbort);
      }
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await working;
      await removeStatus(location, id).catch(() => undefined);
      await removeWish(location, id).catch(() => undefined);
    },
  };
}
