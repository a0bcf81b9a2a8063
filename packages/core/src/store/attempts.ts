import type { AttemptRecord, ObservationRecord, StudySummary } from "../contracts/store.ts";

/**
 * The observations as they count now: one that failed and was retried later has the outcome of its last retry, at its
 * old place, and carries every earlier evaluation.
 */
export function withAttempts(
  observations: readonly ObservationRecord[],
  attempts: readonly AttemptRecord[],
): readonly ObservationRecord[] {
  if (attempts.length === 0) return observations;
  const byTrial = Map.groupBy(attempts, ({ n }) => n);
  return observations.map((observation) => {
    const tried = byTrial.get(observation.n);
    if (tried === undefined) return observation;
    const { outcome, seconds } = observation;
    const before = tried.filter(({ retried }) => !retried);
    const retries = tried.filter(({ retried }) => retried);
    const last = retries.at(-1);
    const evaluations = [...before, { outcome, seconds }, ...retries].map((each) => ({
      outcome: each.outcome,
      seconds: each.seconds,
    }));
    return {
      ...observation,
      ...(last && { outcome: last.outcome, seconds: last.seconds }),
      attempts: evaluations.slice(0, -1),
    };
  });
}

/** How far a study with these observations is. */
export function progressOf(
  observations: readonly ObservationRecord[],
): Pick<StudySummary, "observations" | "failed" | "best"> {
  let best: ObservationRecord | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  let failed = 0;
  for (const observation of observations) {
    const { outcome } = observation;
    if (outcome.status !== "ok") failed += 1;
    else if (outcome.error < lowest) [best, lowest] = [observation, outcome.error];
  }
  return { observations: observations.length, failed, best };
}
