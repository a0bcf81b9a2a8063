import process from "node:process";
import type { Observation, RunSettings, Study } from "@proxybo/core";
import { trackerOf } from "./destination.ts";
import { trackQueue } from "./queue.ts";
import { trackedRun } from "./tracked-run.ts";

/** Sends every evaluation of a run to where its configuration says. */
export interface Tracking extends AsyncDisposable {
  observed(observation: Observation, best: Observation | undefined): void;
}

/**
 * @param say - tells the person at the terminal what goes wrong, once for each destination.
 * @throws {ProxyboError} `USAGE` for a destination that is none.
 */
export function openTracking(
  { id, name }: Pick<Study<unknown>, "id" | "name">,
  settings: RunSettings,
  say: (text: string) => void,
): Tracking {
  const destinations = [settings.config.track ?? []].flat();
  const trackers = destinations.map((text) => trackerOf(text, settings.directory, process.env));
  const queues = trackers.map((tracker) => trackQueue(tracker, { warn: say, tell: say }));
  return {
    observed(observation, best) {
      if (queues.length === 0) return;
      const run = trackedRun({ id, name }, settings, observation, best, Date.now());
      for (const queue of queues) queue.add(run);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(queues.map((queue) => queue[Symbol.asyncDispose]()));
    },
  };
}
