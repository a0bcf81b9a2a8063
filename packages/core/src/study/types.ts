import type { Task } from "../contracts/network.ts";
import type { Evaluation, Observation, Outcome, Why } from "../contracts/observation.ts";
import type { Objective } from "../contracts/objective.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { Json, StudyStore } from "../contracts/store.ts";
import type { ProxySource, Strategy } from "../contracts/strategy.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import type { RunDocument } from "./document.ts";

/** An observation with an error. */
export type SuccessfulObservation<A = unknown> = Observation<A> & {
  readonly outcome: Extract<Outcome, { readonly status: "ok" }>;
};

/** What a study is made of. */
export interface StudyOptions<A> {
  readonly space: SearchSpace<A>;
  readonly strategy: Strategy;
  readonly surrogate?: Surrogate;
  readonly proxies?: readonly ProxySource<A>[];
  /** Measures architectures in `run`. Without one, the study can only be asked and told. */
  readonly objective?: Objective<A>;
  /** For `networkSpec` of evaluation requests. */
  readonly task?: Task;
  /** Decides the whole run. Default 1. */
  readonly seed?: number;
  /** How many evaluations `run` ends after. Default 100. */
  readonly evaluations?: number;
  /** Where it is kept. Default: in memory, gone with the process. */
  readonly store?: StudyStore;
  /** For people. Default: made of space, strategy and seed. */
  readonly name?: string;
  /** Goes on with the kept study of this id instead of making a new one. */
  readonly resume?: string;
  /** Kept with the study, to assemble it again on resume. Default: names of the parts, seed and evaluations. */
  readonly settings?: Json;
}

/** A suggestion that waits for its result. */
export interface Trial<A> {
  /** 1, 2, … */
  readonly n: number;
  readonly architecture: A;
  readonly text: string;
  readonly key: string;
  readonly why: Why;
  /** For the evaluation's own randomness: depends on the study's seed and n. */
  readonly seed: number;
}

/** What happens in a run, in order. */
export type RunEvent<A> =
  | { readonly type: "suggested"; readonly trial: Trial<A> }
  /** How far the evaluation in flight is, 0 … 1. */
  | { readonly type: "progress"; readonly n: number; readonly fraction: number; readonly message?: string }
  /** An evaluation failed and is tried again in so many seconds. */
  | { readonly type: "retrying"; readonly n: number; readonly reason: string; readonly seconds: number }
  | {
      readonly type: "observed";
      readonly observation: Observation<A>;
      readonly best: SuccessfulObservation<A> | undefined;
    };

export interface RunOptions<A> {
  readonly observe?: (event: RunEvent<A>) => void;
  /** How many evaluations are in flight at once; a finished one triggers the next suggestion. Default 1. */
  readonly parallel?: number;
  /** After so many seconds an evaluation has failed. Default: as long as it takes. */
  readonly timeout?: number;
  /** How often a failed evaluation is tried again. Default 0. */
  readonly retries?: number;
  /** Seconds before it is tried again, twice as long each time, five minutes at most. Default 5. */
  readonly retryWait?: number;
  /** A study whose first evaluations, so many, all failed ends the run; 0: never. Default 10. */
  readonly giveUpAfter?: number;
  /** Failed and cancelled trials to evaluate again, instead of suggesting others. */
  readonly retry?: readonly number[];
  /**
   * Awaited before each suggestion: a run pauses until it resolves, while evaluations in flight go on. `signal` is aborted
   * when the run is about to end: resolve then.
   */
  readonly ready?: (signal: AbortSignal) => Promise<void>;
  /** Aborted: finish the evaluations in flight, then return. */
  readonly finish?: AbortSignal;
  /** Aborted: give up the evaluations in flight (they are not recorded, and come again on resume), then return. */
  readonly stop?: AbortSignal;
}

/** Why a run returned. */
export type RunEnd = "evaluations" | "exhausted" | "failing" | "finished-early" | "stopped";

/** A search in progress: ask and tell, or run. */
export interface Study<A> {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly evaluations: number;
  readonly observations: readonly Observation<A>[];
  /** The observation of lowest error, the earliest of equals. */
  readonly best: SuccessfulObservation<A> | undefined;
  readonly store: StudyStore;
  /** The next trial; `undefined` when the space is exhausted. */
  ask(): Promise<Trial<A> | undefined>;
  /**
   * Records the result of a trial that was asked for; resolves when it is durable.
   *
   * Rejects with `TELL_REJECTED` a trial that is not pending or an error that is not a finite number.
   */
  tell(n: number, evaluation: Evaluation): Promise<Observation<A>>;
  /**
   * Takes up a trial that failed or was cancelled: the next `tell` of n takes the place of its observation, which is kept
   * among its `attempts`. Rejects with `USAGE` any other n.
   */
  retry(n: number): Promise<Trial<A>>;
  /**
   * Asks, evaluates and tells until `evaluations` observations are there. Needs an objective. One process runs a study at a
   * time: rejects with `STUDY_LOCKED` where another one that is alive does. Trials that a dead one left come first.
   */
  run(options?: RunOptions<A>): Promise<RunEnd>;
  /** The run as one JSON document, see `runDocumentSchema`. */
  document(): RunDocument;
}

/** How parts are joined to a study; `createStudy` is one. */
export type CreateStudy = <A>(options: StudyOptions<A>) => Promise<Study<A>>;
