import type { NetworkSpec, Task } from "../contracts/network.ts";
import type { ProxyContext, ProxyScore, ZeroCostProxy } from "../contracts/proxy.ts";
import type { Batch, NetworkRuntime } from "../contracts/runtime.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { messageOf } from "../errors/error.ts";
import { missing, SharedNetwork } from "./shared-network.ts";

/** What a network is scored with. */
export interface NetworkScoring {
  readonly proxies: readonly ZeroCostProxy[];
  /** Not needed, as the batch is not, where the proxies read the spec only. */
  readonly runtime?: NetworkRuntime;
  readonly batch?: Batch;
  /** Of the initial parameters. */
  readonly seed: number;
  /** Aborted: the proxy under way fails with its reason, those after it are left without a score. */
  readonly signal?: AbortSignal;
}

/** What an architecture is scored with. */
export interface ArchitectureScoring<A> extends NetworkScoring {
  readonly space: SearchSpace<A>;
  readonly architecture: A;
  readonly task: Task;
}

/** Scores by the name of the proxy. */
export type ProxyScores = Readonly<Record<string, ProxyScore>>;

/**
 * Scores one architecture by several proxies, which share one network at initialisation.
 *
 * A proxy that throws or gives no finite number is a score with a `failure`; the others go on. The seconds of the
 * network's making are those of the first proxy that asks for it.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the space has no network for the task.
 * @example
 * const { snip } = await scoreArchitecture({ space, architecture, task, proxies: [snipProxy], runtime, batch, seed: 1 });
 * snip.raw // => 6.58…
 */
export function scoreArchitecture<A>(scoring: ArchitectureScoring<A>): Promise<ProxyScores> {
  return scoreNetwork(scoring.space.network(scoring.architecture, scoring.task), scoring);
}

/** Scores a network by several proxies, as {@link scoreArchitecture} does. */
export async function scoreNetwork(
  spec: NetworkSpec,
  { proxies, runtime, batch, seed, signal }: NetworkScoring,
): Promise<ProxyScores> {
  const lacking = runtime === undefined ? "a runtime" : batch === undefined ? "a mini-batch" : undefined;
  const needy = lacking === undefined ? undefined : proxies.find((proxy) => !readsSpecOnly(proxy));
  if (lacking !== undefined && needy !== undefined) throw missing(lacking, needy.name);
  await using context = new SharedNetwork(spec, {
    seed,
    ...(runtime && { runtime }),
    ...(batch && { batch }),
  });
  const scores: Record<string, ProxyScore> = {};
  // One after the other: they compete for the same cores, and their seconds are to be their own.
  for (const proxy of proxies) {
    if (signal?.aborted) break;
    scores[proxy.name] = await scoreBy(proxy, context, signal);
  }
  return scores;
}

/** Whether a proxy needs neither a runtime nor a mini-batch. */
export function readsSpecOnly({ needs }: Pick<ZeroCostProxy, "needs">): boolean {
  return needs.every((need) => need === "spec");
}

async function scoreBy(
  proxy: ZeroCostProxy,
  context: ProxyContext,
  signal: AbortSignal | undefined,
): Promise<ProxyScore> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    const raw = await unlessAborted(proxy.score(context), signal);
    const score = { raw, seconds: seconds() };
    return Number.isFinite(raw)
      ? score
      : { ...score, failure: `expected a finite score, got ${String(raw)}` };
  } catch (error) {
    return { raw: Number.NaN, seconds: seconds(), failure: messageOf(error) };
  }
}

/** The result of `work`, or a rejection with the signal's reason, whichever comes first. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}

/**
 * A score as searches see it: lower is better, NaN where the proxy failed.
 *
 * @example
 * normalizedScore({ direction: "higher" }, { raw: 3, seconds: 0 }) // => -3
 */
export function normalizedScore(
  { direction }: Pick<ZeroCostProxy, "direction">,
  { raw, failure }: ProxyScore,
): number {
  if (failure !== undefined || !Number.isFinite(raw)) return Number.NaN;
  return direction === "higher" ? -raw : raw;
}
