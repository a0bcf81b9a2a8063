import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { BenchMethod } from "../config/resolve-method.ts";
import type { BenchTask } from "../config/resolve-task.ts";

/** A file that decides results, and its content's hash. */
export interface Provenance {
  readonly file: string;
  readonly sha256: string;
}

/** The files of a task: table, scores, pool. */
export async function filesOf(task: BenchTask): Promise<readonly Provenance[]> {
  const files = [task.table.path, task.table.proxies, task.pool].filter((file) => file !== undefined);
  return Promise.all(files.map(async (file) => ({ file, sha256: await sha256Of(file) })));
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * What a run is kept under: changes with whatever changes its result. How many evaluations it makes is not part of it:
 * trial n depends on the seed and what came before only, so a longer run holds every shorter one.
 */
export function runId(
  method: BenchMethod,
  task: BenchTask,
  files: readonly Provenance[],
  core: string,
  seed: number,
): string {
  const { path: _, proxies: __, ...table } = task.table;
  const { strategy, surrogate, proxies, quality, parallel, versions } = method;
  const decisive = {
    strategy,
    surrogate,
    proxies,
    quality,
    ...(parallel > 1 && { parallel }),
    versions: [core, ...versions],
    space: task.space,
    table,
    files: files.map(({ sha256 }) => sha256),
    seed,
  };
  return createHash("sha256").update(JSON.stringify(decisive)).digest("hex").slice(0, 20);
}
