import {
  type InstantiateOptions,
  type Network,
  type NetworkSpec,
  ProxyboError,
  type RuntimeLease,
  type RuntimePool,
} from "@proxybo/core";
import { Piscina } from "piscina";
import { WorkerLease } from "./lease.ts";
import { workerLost } from "./lost.ts";
import type { LeaseTask } from "./messages.ts";
import type { RuntimeSource } from "./source.ts";

export interface PoolOptions {
  /** How many, each with one thread and a runtime of its own. Default 1. */
  readonly workers?: number;
  /** How much memory JavaScript may take in a worker, in MB; WebAssembly and native code have their own limits. Default: Node's. */
  readonly heap?: number;
}

/**
 * A pool of workers that each load the runtime of a plugin. What a worker computes is what the runtime computes in this thread,
 * bit for bit; a worker that crashes, runs out of memory or is stopped takes one lease with it, and another takes its place.
 *
 * @throws {ProxyboError} what the runtime says where it cannot be made, e.g. `RUNTIME_UNAVAILABLE`; `PLUGIN_UNKNOWN`.
 * @example
 * const module = import.meta.resolve("@proxybo/runtime-tfjs");
 * await using pool = await openRuntimePool({ module, runtime: "tfjs", options: { backend: "wasm" } }, { workers: 2 });
 * const { sources } = liveProxySources({ space, proxies, runtime: pool, dataset });
 */
export async function openRuntimePool(
  source: RuntimeSource,
  { workers = 1, heap }: PoolOptions = {},
): Promise<RuntimePool> {
  const pool = new WorkerPool(
    new Piscina<LeaseTask, void>({
      filename: new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url)
        .href,
      workerData: source,
      minThreads: workers,
      maxThreads: workers,
      ...(heap !== undefined && { resourceLimits: { maxOldGenerationSizeMb: heap } }),
    }),
    workers,
  );
  try {
    await using lease = await pool.lease();
    return pool.as(lease);
  } catch (error) {
    await pool.dispose();
    throw error;
  }
}

class WorkerPool implements RuntimePool {
  name = "";
  backend = "";
  device: "cpu" | "gpu" = "cpu";
  readonly workers: number;
  readonly #pool: Piscina<LeaseTask, void>;
  /** Those that wait for a worker or have one. */
  readonly #leases = new Set<WorkerLease>();
  /** Aborted when no worker comes up any more. */
  readonly #dead = new AbortController();
  #disposed: Promise<void> | undefined;

  constructor(pool: Piscina<LeaseTask, void>, workers: number) {
    this.#pool = pool;
    this.workers = workers;
    // A worker that fails between two leases is replaced; those that fail as soon as they begin are not.
    const check = (): void =>
      queueMicrotask(() => {
        if (pool.threads.length === 0 && this.#disposed === undefined)
          this.#dead.abort(workerLost("no worker comes up"));
      });
    pool.on("error", check);
    pool.on("workerDestroy", check);
  }

  /** Takes the name of what its workers have loaded. */
  as({ name, backend, device }: RuntimeLease): this {
    return Object.assign(this, { name, backend, device });
  }

  async lease(signal?: AbortSignal): Promise<WorkerLease> {
    if (this.#disposed !== undefined) throw new ProxyboError("USAGE", "the runtime was disposed");
    const { signal: dead } = this.#dead;
    const end = signal === undefined ? dead : AbortSignal.any([signal, dead]);
    return WorkerLease.open(this.#pool, end, this.#leases);
  }

  async instantiate(spec: NetworkSpec, options: InstantiateOptions): Promise<Network> {
    const lease = await this.lease();
    try {
      const network = await lease.instantiate(spec, options);
      lease.whenEmpty = () => void lease.dispose();
      return network;
    } catch (error) {
      await lease.dispose();
      throw error;
    }
  }

  dispose(): Promise<void> {
    return (this.#disposed ??= this.#end());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #end(): Promise<void> {
    await Promise.all(Array.from(this.#leases, (lease) => lease.dispose()));
    await this.#pool.destroy();
  }
}
