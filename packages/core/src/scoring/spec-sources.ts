import { setImmediate } from "node:timers/promises";
import type { Task } from "../contracts/network.ts";
import type { ProxyScore, ZeroCostProxy } from "../contracts/proxy.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import type { LiveScoring } from "./live.ts";
import { normalizedScore, scoreNetwork } from "./score.ts";

/** Listable spaces of at most so many architectures are counted as a whole, in seconds, where a strategy asks for that. */
const largestCounted = 20_000;

/** What sources of proxies that read the network's spec alone are made of. */
export interface SpecScoring<A> extends Pick<LiveScoring<A>, "observe" | "signal"> {
  readonly space: SearchSpace<A>;
  readonly task: Task;
  /** Each `needs` nothing but `spec`. */
  readonly proxies: readonly ZeroCostProxy[];
}

/**
 * Proxies that read the network's spec alone as sources for a strategy: without runtime, data set and store, as counting
 * is faster than looking up. An architecture is scored by all of them when any is asked, and remembered by its text.
 *
 * @example
 * const task = { kind: "classification", input: [3, 32, 32], classes: 10 };
 * const [source] = specProxySources({ space, task, proxies: [params] });
 */
export function specProxySources<A>(scoring: SpecScoring<A>): readonly ProxySource<A>[] {
  const { space, task, proxies } = scoring;
  const known = new Map<string, Readonly<Record<string, ProxyScore>>>();

  const count = async (architecture: A, text: string): Promise<Readonly<Record<string, ProxyScore>>> => {
    // Lets timers and signals come through: counting itself never leaves the processor.
    if (known.size % 100 === 99) await setImmediate();
    scoring.signal?.throwIfAborted();
    // Nothing in it is random: the seed is a formality.
    const scores = await scoreNetwork(space.network(architecture, task), { proxies, seed: 1 });
    known.set(text, scores);
    for (const [proxy, { failure }] of Object.entries(scores))
      if (failure !== undefined) scoring.observe?.({ type: "failed", proxy, text, reason: failure });
    return scores;
  };
  return proxies.map((proxy) => ({
    name: proxy.name,
    recorded: space.enumerate !== undefined && space.size <= largestCounted,
    scores: async (architectures) => {
      const values = new Float64Array(architectures.length);
      for (const [i, architecture] of architectures.entries()) {
        const text = space.format(architecture);
        // Waiting for each of thousands that are known would take longer than the rest.
        const scores = known.get(text) ?? (await count(architecture, text));
        values[i] = normalizedScore(proxy, scores[proxy.name]!);
      }
      return values;
    },
  }));
}
