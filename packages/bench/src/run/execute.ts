import { availableParallelism } from "node:os";
import { messageOf, ProxyboError } from "@proxybo/core";
import { Piscina } from "piscina";
import { expectedSeconds } from "./pace.ts";
import type { PluginSource } from "./plugin-source.ts";
import type { ResultsFile } from "./results-file.ts";
import type { WorkerJob, WorkerResult } from "./worker.ts";

/** How far a comparison is. */
export interface BenchProgress {
  readonly done: number;
  readonly total: number;
  /** Runs that were there already. */
  readonly kept: number;
  readonly failed: number;
  /** Seconds to go; `undefined` before the first run ended. */
  readonly remaining: number | undefined;
  /** The run that ended last. */
  readonly last: { readonly task: string; readonly method: string; readonly seed: number } | undefined;
}

export interface ExecuteOptions {
  readonly plugins: PluginSource;
  readonly results: ResultsFile;
  /** Default: one for each core. */
  readonly workers?: number;
  readonly observe?: (progress: BenchProgress) => void;
  /** Aborted: runs in flight are finished, no others begun. */
  readonly finish?: AbortSignal;
  /** Aborted: runs in flight are dropped; those that ended are kept. */
  readonly signal?: AbortSignal;
}

/** A run that could not be made. */
export interface RunFailure {
  readonly task: string;
  readonly method: string;
  readonly seed: number;
  readonly code: string | undefined;
  readonly message: string;
}

/** What came of it. */
export interface Execution {
  readonly made: number;
  /** Runs that were there already. */
  readonly kept: number;
  readonly failures: readonly RunFailure[];
  /** Whether it ended before all runs were made. */
  readonly aborted: boolean;
}

/** Makes the runs that are missing in parallel workers; each is kept as soon as it ended. */
export async function execute(jobs: readonly WorkerJob[], options: ExecuteOptions): Promise<Execution> {
  const { plugins, results, observe = () => {}, finish, signal } = options;
  const wanted = distinct(jobs);
  const missing = wanted.filter(
    ({ id, evaluations }) => (results.records.get(id)?.evaluations ?? 0) < evaluations,
  );
  const kept = wanted.length - missing.length;
  const failures: RunFailure[] = [];
  const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), missing.length));
  let made = 0;
  const report = (last: BenchProgress["last"]): void =>
    observe({
      done: kept + made + failures.length,
      total: wanted.length,
      kept,
      failed: failures.length,
      remaining: expectedSeconds(missing, results.records, workers),
      last,
    });
  report(undefined);
  if (missing.length === 0) return { made, kept, failures, aborted: false };

  const pool = new Piscina<WorkerJob, WorkerResult>({
    filename: new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url).href,
    workerData: plugins,
    minThreads: workers,
    maxThreads: workers,
  });
  const queue = missing.values();
  const drain = async (): Promise<void> => {
    for (const job of queue) {
      if (signal?.aborted || finish?.aborted) return;
      const result = await pool.run(job, signal ? { signal } : {});
      const last = { task: job.task.name, method: job.method.name, seed: job.seed };
      if ("record" in result) {
        await results.append(result.record);
        made++;
      } else failures.push({ ...last, ...result.failure });
      report(last);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, drain));
  } catch (error) {
    if (!signal?.aborted) throw workerDied(error);
  } finally {
    await pool.destroy();
  }
  return { made, kept, failures, aborted: made + failures.length < missing.length };
}

/** One job for each run, the longest: methods of other names may be the same, e.g. one with a default spelt out. */
function distinct(jobs: readonly WorkerJob[]): readonly WorkerJob[] {
  const byId = new Map<string, WorkerJob>();
  for (const job of jobs) if ((byId.get(job.id)?.evaluations ?? 0) < job.evaluations) byId.set(job.id, job);
  return [...byId.values()];
}

function workerDied(cause: unknown): ProxyboError {
  return new ProxyboError("OBJECTIVE_FAILED", `a worker ended before its run did: ${messageOf(cause)}`, {
    hint: "runs that ended are kept: give the same command again; with less memory, fewer workers: --workers 1",
    cause,
  });
}
