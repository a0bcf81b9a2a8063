import { workerData } from "node:worker_threads";
import { messageOf, ProxyboError } from "@proxybo/core";
import type { BenchTask } from "../config/resolve-task.ts";
import { openTask, type OpenTask } from "./open-task.ts";
import { registryOf, type PluginSource } from "./plugin-source.ts";
import type { RunRecord } from "./record.ts";
import { search, type SearchJob } from "./search.ts";

export interface WorkerJob extends SearchJob {
  readonly id: string;
  readonly task: BenchTask;
}

/** A run that ended, or why it could not: errors lose their class between threads. */
export type WorkerResult =
  | { readonly record: RunRecord }
  | { readonly failure: { readonly code: string | undefined; readonly message: string } };

let registry: ReturnType<typeof registryOf> | undefined;
const open = new Map<string, Promise<OpenTask>>();

/** The task of a worker thread: one search. */
export default async function work({ id, task, ...job }: WorkerJob): Promise<WorkerResult> {
  try {
    registry ??= registryOf(workerData as PluginSource);
    const found = await registry;
    const key = JSON.stringify(task);
    if (!open.has(key)) open.set(key, openTask(task, found));
    return { record: { ...(await search(job, await open.get(key)!, found)), id, task: task.name } };
  } catch (error) {
    const code = error instanceof ProxyboError ? error.code : undefined;
    return { failure: { code, message: messageOf(error) } };
  }
}
