import { createHash } from "node:crypto";
import type { NetworkSpec } from "../contracts/network.ts";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { StudyStore } from "../contracts/store.ts";
import type { ProxyScores } from "./score.ts";

/** How long scores may wait for being kept, in milliseconds: they can be computed again, a write each would cost more. */
const patience = 1000;

/**
 * The key of a network's scores: a hash of its spec. Not the key of the space, which may stand for several networks, so
 * that a score never depends on which of them came first, and is shared by spaces that write the same network.
 */
export function specKey(spec: NetworkSpec): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 32);
}

/** The scores of some proxies under one scope: those of the store, and new ones on their way into it. */
export class KeptScores {
  readonly #store: StudyStore;
  readonly #scope: string;
  readonly #identities: ReadonlyMap<string, string>;
  #kept: Map<string, Map<string, ProxyScore>> | undefined;
  #fresh = new Map<string, Map<string, ProxyScore>>();
  #flushed = performance.now();

  /** @param identities - of each proxy by name: what its scores are kept under. */
  constructor(store: StudyStore, scope: string, identities: ReadonlyMap<string, string>) {
    this.#store = store;
    this.#scope = scope;
    this.#identities = identities;
  }

  /** Reads what the store has, at the first call. */
  async load(): Promise<void> {
    if (this.#kept) return;
    const kept = new Map<string, Map<string, ProxyScore>>();
    for (const [name, identity] of this.#identities)
      kept.set(name, new Map(await this.#store.proxyScores(this.#scope, identity)));
    this.#kept = kept;
  }

  get(name: string, key: string): ProxyScore | undefined {
    return this.#kept?.get(name)?.get(key);
  }

  /** Adds scores of a network, and writes to the store what has waited long enough. */
  async add(key: string, scores: ProxyScores): Promise<void> {
    for (const [name, score] of Object.entries(scores)) {
      this.#kept?.get(name)?.set(key, score);
      const fresh = this.#fresh.get(name) ?? new Map<string, ProxyScore>();
      this.#fresh.set(name, fresh.set(key, score));
    }
    if (performance.now() - this.#flushed > patience) await this.flush();
  }

  /** Writes to the store what is not yet there. */
  async flush(): Promise<void> {
    const fresh = this.#fresh;
    this.#fresh = new Map();
    this.#flushed = performance.now();
    for (const [name, scores] of fresh)
      await this.#store.putProxyScores(this.#scope, this.#identities.get(name)!, scores);
  }
}
