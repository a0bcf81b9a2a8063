import type { Evaluation } from "./observation.ts";
import type { NetworkSpec } from "./network.ts";
import type { ProxySource } from "./strategy.ts";

/** One architecture to evaluate. */
export interface EvaluationRequest<A = unknown> {
  /** The trial, 1, 2, … */
  readonly n: number;
  readonly architecture: A;
  readonly text: string;
  readonly key: string;
  /** The whole network, built on the first call; throws `USAGE` where the study has no task. */
  networkSpec(): NetworkSpec;
  /** Depends on the study's seed and n. */
  readonly seed: number;
  /** Aborted when the run is stopped at once. */
  readonly signal: AbortSignal;
  /** Says how far the evaluation is, 0 … 1. */
  readonly report: (fraction: number, message?: string) => void;
}

/** Measures the error of an architecture: the expensive part that a search spares. */
export interface Objective<A = unknown> {
  readonly name: string;
  /**
   * Never rejects for what the architecture or the user's program did: that is `{ status: "failed" }`. Rejects with the
   * signal's reason when aborted.
   */
  evaluate(request: EvaluationRequest<A>): Promise<Evaluation>;
  /** The only architectures that can be evaluated, where these are fewer than the space holds. */
  readonly architectures?: readonly A[];
  /** Proxies whose scores the objective has on record, by name. */
  readonly recordedProxies?: ReadonlyMap<string, ProxySource<A>>;
  dispose?(): Promise<void>;
}
