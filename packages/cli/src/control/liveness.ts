import { hostname } from "node:os";
import process from "node:process";
import type { RunStatus } from "./files.ts";

/** How often a run gives a sign of life, in milliseconds. */
export const heartbeat = 2000;

/** How old the last sign of a living run may be, in milliseconds: one that decides for long gives none. */
const patience = { here: 600_000, elsewhere: 60_000 };

/** Whether the process that left a status is there still, as far as can be told. */
export function isRunning(status: RunStatus | undefined, now: number = Date.now()): status is RunStatus {
  if (status === undefined) return false;
  const here = status.host === hostname();
  if (Math.abs(now - status.at) > (here ? patience.here : patience.elsewhere)) return false;
  if (!here) return true;
  try {
    process.kill(status.pid, 0);
    return true;
  } catch (error) {
    // Someone else's process may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
