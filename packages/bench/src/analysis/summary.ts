import type { BenchMethod } from "../config/resolve-method.ts";
import type { BenchTask } from "../config/resolve-task.ts";
import type { PlannedExperiment } from "../config/plan.ts";
import type { ExperimentKind } from "../config/presets.ts";
import type { Correlation } from "../correlate/correlation.ts";
import type { Provenance } from "../run/identity.ts";
import type { Interval } from "../statistics/bootstrap.ts";
import type { Moments } from "../statistics/moments.ts";
import type { PairedComparison } from "../statistics/paired.ts";

/** A task as results are judged on it. */
export interface TaskSummary extends BenchTask {
  readonly files: readonly Provenance[];
  /** How many architectures can be found. */
  readonly architectures: number;
  /** Lowest errors in the pool, in percent; `test` is null where the table has none. */
  readonly optimum: {
    readonly valid: number;
    readonly test: number | null;
    /** Mean test error of the architectures of lowest validation error: what a perfect search ends with. */
    readonly testOfBest: number | null;
  };
  /** Names of recorded proxies. */
  readonly recorded: readonly string[];
}

/** Evaluations until a target is reached; infinite where it is not. */
export interface Reaching {
  /** The first evaluation at which the mean over the seeds reaches it. */
  readonly byMean: Interval;
  /** Share of the seeds that reach it. */
  readonly share: Interval;
  /** Median over the seeds of the evaluation at which each reaches it. */
  readonly median: Interval;
}

/** How a method did on a task after n evaluations. */
export interface Checkpoint {
  readonly n: number;
  readonly valid: Moments;
  /** Validation error above the optimum. */
  readonly regret: Moments;
  readonly test: Moments | null;
}

/** One method on one task, over all seeds. */
export interface Cell {
  readonly task: string;
  readonly method: string;
  readonly seeds: number;
  readonly evaluations: number;
  /** Evaluations that failed, over all seeds. */
  readonly failed: number;
  readonly checkpoints: readonly Checkpoint[];
  /** To the mean of REA at the end; null without REA. */
  readonly toReference: { readonly valid: Reaching; readonly test: Reaching | null } | null;
  readonly toOptimum: { readonly valid: Reaching; readonly test: Reaching | null };
  readonly cost: {
    /** Simulated training of a whole run, seconds; 0 where the table has none. */
    readonly training: number;
    /** Simulated training until the mean reaches the reference; null where it does not. */
    readonly trainingToReference: number | null;
    /** Wall seconds of a run, and of one suggestion with its scoring. */
    readonly wall: number;
    readonly suggestion: number;
  };
}

/** A method compared with another on the same seeds: differences below 0 say that it is better. */
export interface PairedCell extends PairedComparison {
  /** The experiment whose methods are compared. */
  readonly kind: ExperimentKind;
  readonly task: string;
  readonly method: string;
  readonly against: string;
  readonly side: "valid" | "test";
  readonly n: number;
  /** Wilcoxon's p-value after Holm's correction over the methods of the experiment. */
  readonly corrected: number;
}

/** Mean G and I of each source over the seeds. */
export interface SourcesSummary {
  readonly task: string;
  readonly method: string;
  readonly points: readonly {
    readonly n: number;
    readonly source: string;
    readonly generalization: number;
    readonly influence: number;
  }[];
}

/** Mean curves for figures. */
export interface CurveSummary {
  readonly task: string;
  readonly method: string;
  readonly points: readonly {
    readonly n: number;
    readonly regret: number;
    readonly regretError: number;
    readonly test: number;
    readonly testError: number;
  }[];
}

/** All that a report shows, and what made it. */
export interface BenchSummary {
  readonly version: 1;
  readonly created: string;
  readonly command: string;
  /** Node and the packages that decided the results. */
  readonly versions: readonly string[];
  readonly evaluations: number;
  readonly seeds: readonly number[];
  readonly presets: readonly string[];
  readonly against: string;
  /** The method whose result at the end is the reference; null without it. */
  readonly reference: string | null;
  readonly leftOut: readonly string[];
  readonly experiments: readonly PlannedExperiment[];
  readonly tasks: readonly TaskSummary[];
  readonly methods: readonly BenchMethod[];
  readonly cells: readonly Cell[];
  readonly paired: readonly PairedCell[];
  readonly curves: readonly CurveSummary[];
  readonly sources: readonly SourcesSummary[];
  readonly correlations: readonly Correlation[];
}
