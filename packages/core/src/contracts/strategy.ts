import type { Random } from "../random/random.ts";
import type { Observation, Why } from "./observation.ts";
import type { SearchSpace } from "./space.ts";
import type { Surrogate } from "./surrogate.ts";

/** A proxy as a strategy sees it: scores of any architectures, lower is better, NaN where it failed. */
export interface ProxySource<A = unknown> {
  readonly name: string;
  /** Whether every score is on record or counted, so that asking for many costs next to nothing. */
  readonly recorded?: boolean;
  /** Each architecture is scored at most once in a study's life; later calls answer from memory. */
  scores(architectures: readonly A[]): Promise<Float64Array>;
}

/** All that is known when trial n is to be suggested. Nothing else may decide: the same state, the same suggestion. */
export interface SearchState<A = unknown> {
  /** The trial to suggest: 1, 2, … */
  readonly n: number;
  readonly space: SearchSpace<A>;
  /** Finished evaluations in the order in which they finished. */
  readonly observations: readonly Observation<A>[];
  /** Suggested but not finished. */
  readonly pending: readonly A[];
  readonly surrogate: Surrogate | undefined;
  readonly proxies: readonly ProxySource<A>[];
  /** The study's seed: for what all its trials share, e.g. `createRandom(seed, "sample")`. */
  readonly seed: number;
  /** The stream of trial n. */
  readonly random: Random;
}

export interface Suggestion<A = unknown> {
  readonly architecture: A;
  readonly why: Why;
  /**
   * The next best candidates, best first, at most five; absent where the strategy ranks none. Not kept with a study: the
   * same state gives them again.
   */
  readonly runnersUp?: readonly RunnerUp<A>[];
}

/** A candidate that was not chosen, and what was thought of it; fields as in `Why`. */
export interface RunnerUp<A = unknown> extends Pick<
  Why,
  "ranks" | "combinedRank" | "prediction" | "expectedImprovement"
> {
  readonly architecture: A;
}

/** Decides what to evaluate next. Holds no state between calls. */
export interface Strategy {
  readonly name: string;
  /** Whether it can do nothing without a surrogate, or without proxies. */
  readonly needs: { readonly surrogate: boolean; readonly proxies: boolean };
  /** The surrogate that it is made for, by name: taken where a configuration names none. */
  readonly surrogate?: string;
  /** The proxies that it is made for, by name: taken where a configuration names none, and then they must be there. */
  readonly proxies?: readonly string[];
  /** Proxies that it makes the best of: taken besides these where they are on record, can be counted, or computed. */
  readonly optionalProxies?: readonly string[];
  /** The next architecture, never one that is observed or pending; `undefined` when the space is exhausted. */
  suggest<A>(state: SearchState<A>): Promise<Suggestion<A> | undefined>;
  /**
   * What its surrogate learnt, as options for the surrogate of a search on a task that is alike; `undefined` where it learns
   * nothing of the kind, or has too few observations.
   *
   * @param state - that of the last suggestion: its candidates are drawn, and have been scored, before.
   */
  transfer?<A>(state: SearchState<A>): Promise<Readonly<Record<string, unknown>> | undefined>;
}
