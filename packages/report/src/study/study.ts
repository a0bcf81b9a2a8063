import type { LabelledGraph, ObservationRecord, StudyRecord } from "@proxybo/core";

/** A study as it is reported: what is kept of it, and what its parts can tell besides. */
export interface ReportStudy {
  readonly record: StudyRecord;
  /** In the order in which they finished. */
  readonly observations: readonly ObservationRecord[];
  /** The graph of an architecture's text; `undefined` where it cannot be read. Absent without the space. */
  readonly graph?: (text: string) => LabelledGraph | undefined;
  /** Scores of the observed architectures, in the order of `observations`: lower is better, NaN where there is none. */
  readonly proxies?: readonly { readonly name: string; readonly scores: Float64Array }[];
  /** Command lines that make the study again. */
  readonly commands?: readonly string[];
  /** Versions of what made it: packages, Node. */
  readonly versions?: readonly string[];
  /** What the report lacks, and why. */
  readonly notes?: readonly string[];
}

/** An observation that succeeded. */
export interface Success {
  readonly observation: ObservationRecord;
  /** Its place in the order of finishing, 0, 1, … */
  readonly at: number;
  /** In percent. */
  readonly error: number;
}

/** The observations that succeeded, in order. */
export function successes(observations: readonly ObservationRecord[]): readonly Success[] {
  return observations.flatMap((observation, at) =>
    observation.outcome.status === "ok" ? [{ observation, at, error: observation.outcome.error }] : [],
  );
}

/** The successes of lowest error, each network once, at most `count`. */
export function bestOf(observations: readonly ObservationRecord[], count: number): readonly Success[] {
  const seen = new Set<string>();
  return successes(observations)
    .toSorted((a, b) => a.error - b.error || a.at - b.at)
    .filter(({ observation: { key } }) => !seen.has(key) && seen.add(key))
    .slice(0, count);
}
