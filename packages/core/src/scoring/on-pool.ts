import type { NetworkSpec } from "../contracts/network.ts";
import { messageOf } from "../errors/error.ts";
import type { ZeroCostProxy } from "../contracts/proxy.ts";
import type { RuntimeLease, RuntimePool } from "../contracts/runtime.ts";
import { type NetworkScoring, type ProxyScores, scoreNetwork } from "./score.ts";

/** What a network is scored with on a pool. */
export interface PoolScoring extends Omit<NetworkScoring, "runtime"> {
  readonly runtime: RuntimePool;
  /** Seconds that the proxies of one network may take together. Default: as long as it takes. */
  readonly timeout?: number | undefined;
}

/**
 * Scores a network on one worker of a pool. A proxy at which the worker ends, by a crash, for lack of memory or because the
 * time is up, has failed with that reason; the proxies after it go on with another worker.
 *
 * Rejects with the reason of `signal` when that is aborted.
 */
export async function scoreOnPool(
  spec: NetworkSpec,
  { proxies, runtime, timeout, signal, ...context }: PoolScoring,
): Promise<ProxyScores> {
  let scores: ProxyScores = {};
  for (;;) {
    const waiting = proxies.filter(({ name }) => !Object.hasOwn(scores, name));
    if (waiting.length === 0) return scores;
    const late = new AbortController();
    const either = signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]);
    await using lease = await runtime.lease(either);
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => late.abort(new Error(`expected a score within ${timeout} s`)), timeout * 1000);
    try {
      const more = await scoreNetwork(spec, {
        ...context,
        proxies: waiting,
        runtime: lease,
        signal: lease.ended,
      });
      signal?.throwIfAborted();
      // Without any, the worker ended before the first proxy began: that one has failed, so that there is an end.
      scores =
        Object.keys(more).length > 0 ? { ...scores, ...more } : { ...scores, ...lost(waiting[0]!, lease) };
    } finally {
      clearTimeout(timer);
    }
  }
}

function lost({ name }: ZeroCostProxy, { ended }: RuntimeLease): ProxyScores {
  return { [name]: { raw: Number.NaN, seconds: 0, failure: messageOf(ended.reason) } };
}
