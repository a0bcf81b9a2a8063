import { messageOf, ProxyboError } from "@proxybo/core";

/** Why a worker served no more: what was asked of it is lost, the next lease gets another one. */
export function workerLost(cause: unknown): ProxyboError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "ERR_WORKER_OUT_OF_MEMORY")
    return new ProxyboError("RUNTIME_LOST", "the worker that computed it ran out of memory", {
      hint: "use smaller batches, or fewer workers: --parallel 1",
      cause,
    });
  return new ProxyboError("RUNTIME_LOST", `the worker that computed it is gone: ${messageOf(cause)}`, {
    cause,
  });
}
