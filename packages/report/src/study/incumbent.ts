import type { ObservationRecord } from "@proxybo/core";

/** The lowest error after each evaluation. */
export interface IncumbentPoint {
  /** Evaluations that finished, 1, 2, … */
  readonly n: number;
  /** Hours spent until then: evaluating, deciding and scoring, summed over evaluations. */
  readonly hours: number;
  /** In percent; NaN until one succeeded. */
  readonly incumbent: number;
  /** Of this evaluation; NaN where it failed. */
  readonly error: number;
}

/** How the lowest error fell over a study. */
export function incumbentOf(observations: readonly ObservationRecord[]): readonly IncumbentPoint[] {
  let incumbent = Number.NaN;
  let seconds = 0;
  return observations.map(({ outcome, cost, seconds: own }, i) => {
    const error = outcome.status === "ok" ? outcome.error : Number.NaN;
    if (error < incumbent || Number.isNaN(incumbent)) incumbent = error;
    seconds += own + cost.suggest + cost.score;
    return { n: i + 1, hours: seconds / 3600, incumbent, error };
  });
}

/** The incumbent at a place on either axis: the last point not beyond it; NaN before the first. */
export function incumbentAt(points: readonly IncumbentPoint[], axis: "n" | "hours", place: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]![axis] <= place) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.incumbent ?? Number.NaN;
}
