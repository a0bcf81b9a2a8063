import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Tracker } from "./tracker.ts";

/** A file that gets a line of JSON for each evaluation; what is in it stays. */
export function jsonlTracker(file: string): Tracker {
  return {
    name: `jsonl:${file}`,
    async send(run) {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify({ version: 1, ...run })}\n`);
    },
  };
}
