import type { NetworkSpec } from "./network.ts";
import type { Batch, Network, NetworkRuntime } from "./runtime.ts";

/** What a proxy reads: decides which runtimes can serve it. `spec` alone needs no runtime. */
export type ProxyNeed =
  | "spec"
  | "parameters"
  | "gradients"
  | "inputGradients"
  | "channelGradients"
  | "hessianProduct"
  | "batchStatistics"
  | "activations"
  | "forward";

/** One untrained architecture, ready to be scored. */
export interface ProxyContext {
  readonly spec: NetworkSpec;
  readonly batch: Batch;
  /** Of the initial parameters. */
  readonly seed: number;
  /** The network at initialisation: built on the first call, shared by the proxies, disposed by the caller. */
  network(): Promise<Network>;
  /** For networks that a proxy builds itself, and disposes itself. */
  readonly runtime: NetworkRuntime;
}

/** Scores an architecture without training it. */
export interface ZeroCostProxy {
  readonly name: string;
  /** Which way the raw score is better. Searches see scores so that lower is better. */
  readonly direction: "higher" | "lower";
  readonly needs: readonly ProxyNeed[];
  /** The raw score; NaN or ±Infinity where it has none. */
  score(context: ProxyContext): Promise<number>;
}

/** The outcome of one proxy on one architecture. */
export interface ProxyScore {
  /** As the proxy defines it; NaN where it failed. */
  readonly raw: number;
  readonly seconds: number;
  /** Why it failed, where it did. */
  readonly failure?: string;
}
