/** How an evaluation ended. */
export type Outcome =
  | { readonly status: "ok"; readonly error: number; readonly metrics: Readonly<Record<string, number>> }
  | {
      /** `cancelled`: ended by a person; says nothing of the architecture. */
      readonly status: "failed" | "cancelled";
      readonly code: string;
      readonly reason: string;
      /** The end of what the evaluation printed. */
      readonly log?: string;
    };

/** An evaluation of a trial that was tried again. */
export interface Attempt {
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** What an objective gives back: its outcome, and seconds spent (or simulated, where a table records them). */
export type Evaluation = Outcome & { readonly seconds: number };

/**
 * Why an architecture was chosen. All keyed records are keyed by source: `surrogate` and the names of the proxies.
 */
export interface Why {
  /**
   * `random` (a start or a random strategy), `mutation` (evolution), `neighbour` (local-search), `policy` (reinforce),
   * `acquisition` (bo), `predicted-top` (brp), `proxy-vote` (zero-cost, warmup-brp, warmup-evolution), `weights` and
   * `greedy` (robot), `combined-rank` (proxybo).
   */
  readonly rule: string;
  /** G(·; D) in [0, 1] of each source. */
  readonly generalization?: Readonly<Record<string, number>>;
  /** I(·; D), sums to 1. */
  readonly influence?: Readonly<Record<string, number>>;
  /** Rank of the pick by each source, 1 is best. */
  readonly ranks?: Readonly<Record<string, number>>;
  /** Weight of each proxy in the combination that ranked the pick (robot). */
  readonly weights?: Readonly<Record<string, number>>;
  /** CR of the pick: the influence-weighted mean of `ranks`. */
  readonly combinedRank?: number;
  /** What the surrogate predicts for the pick: error in percent, and the interval of one standard deviation. */
  readonly prediction?: { readonly error: number; readonly low?: number; readonly high?: number };
  /** Expected improvement of the pick, on the scale that the surrogate learns (normal scores, or percent). */
  readonly expectedImprovement?: number;
  /** How many candidates were ranked. */
  readonly candidates?: number;
  /** How many candidates each proxy failed to score. */
  readonly unscored?: Readonly<Record<string, number>>;
  /** Text of the parent architecture (evolution, local-search). */
  readonly parent?: string;
}

/** One finished evaluation of a study: append-only, never changed. */
export interface Observation<A = unknown> {
  /** 1, 2, …: the order in which evaluations were suggested. */
  readonly n: number;
  readonly architecture: A;
  /** The text form of the architecture. */
  readonly text: string;
  readonly key: string;
  readonly outcome: Outcome;
  /** Seconds of the evaluation. */
  readonly seconds: number;
  readonly why: Why;
  /** Seconds spent to suggest it, scoring excluded, and to score candidates by proxies. */
  readonly cost: { readonly suggest: number; readonly score: number };
  /** Evaluations of the same trial before this one, oldest first; absent where the first one counts. */
  readonly attempts?: readonly Attempt[];
}
