import { messageOf, type OpenRuntime, pluginModule, ProxyboError } from "@proxybo/core";
import { note } from "../terminal/write.ts";

/**
 * Makes runtimes as pools of workers, one for each evaluation in flight: the main thread stays free for the display and for
 * Ctrl-C, and what goes wrong in a worker costs one evaluation. Not where there is a GPU, which one thread uses best, nor
 * where the runtime does not load in a worker.
 *
 * @param directory - of the configuration: what plugins it means are those seen from there.
 */
export function openInWorkers(directory: string): OpenRuntime {
  return async ({ name, origin }, options, parallel) => {
    const module = await pluginModule(origin, directory);
    if (module === undefined) return undefined;
    // Loaded when networks are: a search on a table has none.
    const { openRuntimePool } = await import("@proxybo/pool");
    try {
      const pool = await openRuntimePool({ module, runtime: name, options }, { workers: parallel });
      if (pool.device === "cpu") return pool;
      await pool.dispose();
    } catch (error) {
      // What the runtime itself says, it says again in this thread.
      if (!(error instanceof ProxyboError) || error.code === "RUNTIME_LOST")
        note(`runtime '${name}' does not load in a worker, going on without: ${messageOf(error)}`);
    }
    return undefined;
  };
}
