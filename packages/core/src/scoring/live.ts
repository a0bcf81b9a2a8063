import { setImmediate } from "node:timers/promises";
import type { Dataset } from "../contracts/dataset.ts";
import type { NetworkSpec, Task } from "../contracts/network.ts";
import type { ZeroCostProxy } from "../contracts/proxy.ts";
import { type Batch, isRuntimePool, type NetworkRuntime } from "../contracts/runtime.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { StudyStore } from "../contracts/store.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import { memoryStore } from "../store/memory.ts";
import { KeptScores, specKey } from "./kept-scores.ts";
import { drawMiniBatch } from "./mini-batch.ts";
import { scoreOnPool } from "./on-pool.ts";
import { normalizedScore, scoreNetwork } from "./score.ts";

/** What happens while architectures are scored. */
export type ScoringEvent =
  /** How many of the architectures that had no score yet have one now; starts at 0. */
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "failed"; readonly proxy: string; readonly text: string; readonly reason: string };

/** What live proxy sources are made of. */
export interface LiveScoring<A> {
  readonly space: SearchSpace<A>;
  /** Default: the data set's. */
  readonly task?: Task;
  readonly proxies: readonly ZeroCostProxy[];
  /** A pool scores as many architectures at once as it has workers; the scores are the same. */
  readonly runtime: NetworkRuntime;
  readonly dataset: Dataset;
  /** Training examples in the mini-batch. Default 64. */
  readonly batchSize?: number;
  /** Draws the mini-batch and the initial parameters. Default 1. */
  readonly seed?: number;
  /** Keeps the scores. Default: in memory. */
  readonly store?: StudyStore;
  /**
   * What the scores of a proxy are kept under: must change with whatever changes them, such as the proxy's options.
   * Default: its name.
   */
  readonly identity?: (proxy: ZeroCostProxy) => string;
  readonly observe?: (event: ScoringEvent) => void;
  /** Seconds that scoring one architecture may take; only a pool can end it. Default: as long as it takes. */
  readonly timeout?: number;
  /** Aborted: `scores` rejects with its reason before the next architecture; what is scored is kept. */
  readonly signal?: AbortSignal;
}

/** Proxies that compute their scores when asked. */
export interface LiveSources<A> {
  /** One for each proxy, in their order; lower is better, NaN where it failed. */
  readonly sources: readonly ProxySource<A>[];
  /** What the scores are kept under: data set, mini-batch, seed and runtime. */
  readonly scope: string;
}

/**
 * Proxies as sources for a strategy. An architecture is scored by all of them when any is asked, at most once for
 * a (network, data set, mini-batch, seed, runtime): scores are kept in the store, so that a resumed study, and others
 * that share the store, go on with the same values.
 *
 * @example
 * const { sources } = liveProxySources({ space, proxies: [snip, synflow], runtime, dataset, store });
 * const study = await createStudy({ space, strategy, surrogate, proxies: sources, objective, store });
 */
export function liveProxySources<A>(scoring: LiveScoring<A>): LiveSources<A> {
  const { space, proxies, runtime, dataset } = scoring;
  const { task = dataset.task, batchSize = 64, seed = 1, store = memoryStore() } = scoring;
  const identity = scoring.identity ?? (({ name }: ZeroCostProxy) => name);
  const scope = JSON.stringify({
    scores: 1,
    dataset: dataset.fingerprint,
    batchSize,
    seed,
    runtime: `${runtime.name}:${runtime.backend}`,
  });
  const kept = new KeptScores(store, scope, new Map(proxies.map((proxy) => [proxy.name, identity(proxy)])));
  /** By the text of an architecture: spares building and hashing its network again. */
  const keys = new Map<string, string>();
  let batch: Promise<Batch> | undefined;

  const isScored = (key: string): boolean => proxies.every(({ name }) => kept.get(name, key) !== undefined);

  const score = async (spec: NetworkSpec, key: string, text: string): Promise<void> => {
    const missing = proxies.filter(({ name }) => !kept.get(name, key));
    batch ??= drawMiniBatch(dataset, batchSize, seed);
    const parts = { proxies: missing, batch: await batch, seed };
    const scores = isRuntimePool(runtime)
      ? await scoreOnPool(spec, {
          ...parts,
          runtime,
          timeout: scoring.timeout,
          ...(scoring.signal && { signal: scoring.signal }),
        })
      : await scoreNetwork(spec, { ...parts, runtime });
    await kept.add(key, scores);
    for (const [proxy, { failure }] of Object.entries(scores))
      if (failure !== undefined) scoring.observe?.({ type: "failed", proxy, text, reason: failure });
  };

  const scoreMissing = async (architectures: readonly A[]): Promise<void> => {
    await kept.load();
    const wanted = new Map<string, { readonly spec: NetworkSpec; readonly text: string }>();
    for (const architecture of architectures) {
      const text = space.format(architecture);
      const known = keys.get(text);
      if (known !== undefined && isScored(known)) continue;
      const spec = space.network(architecture, task);
      const key = specKey(spec);
      keys.set(text, key);
      if (!isScored(key)) wanted.set(key, { spec, text });
    }
    if (wanted.size === 0) return;
    let done = 0;
    const queue = wanted.entries();
    const work = async (): Promise<void> => {
      for (const [key, { spec, text }] of queue) {
        scoring.observe?.({ type: "progress", done, total: wanted.size });
        // Lets timers and signals come through between architectures: scoring itself may never leave the processor.
        await setImmediate();
        scoring.signal?.throwIfAborted();
        await score(spec, key, text);
        done++;
      }
    };
    try {
      const workers = isRuntimePool(runtime) ? Math.min(runtime.workers, wanted.size) : 1;
      const ends = await Promise.allSettled(Array.from({ length: workers }, work));
      for (const end of ends) if (end.status === "rejected") throw end.reason;
      scoring.observe?.({ type: "progress", done, total: wanted.size });
    } finally {
      await kept.flush();
    }
  };

  // Sources are asked at the same time; each waits for what was asked before.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (architectures: readonly A[]): Promise<void> => {
    const mine = turn.then(() => scoreMissing(architectures));
    turn = mine.catch(() => undefined);
    return mine;
  };
  const sourceOf = (proxy: ZeroCostProxy): ProxySource<A> => ({
    name: proxy.name,
    scores: async (architectures) => {
      await inTurn(architectures);
      return Float64Array.from(architectures, (architecture) => {
        const key = keys.get(space.format(architecture))!;
        return normalizedScore(proxy, kept.get(proxy.name, key)!);
      });
    },
  });
  return { sources: proxies.map(sourceOf), scope };
}
