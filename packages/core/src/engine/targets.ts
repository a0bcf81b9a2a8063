import type { Observation } from "../contracts/observation.ts";

/**
 * The errors that G and the surrogate learn from. A failed evaluation counts as the worst error observed (or 100 where
 * none succeeded).
 *
 * @returns one error for each observation, in percent.
 */
export function targetErrors(observations: readonly Observation[]): Float64Array {
  let worst = -Infinity;
  for (const { outcome } of observations) if (outcome.status === "ok") worst = Math.max(worst, outcome.error);
  if (worst === -Infinity) worst = 100;
  return Float64Array.from(observations, ({ outcome }) => (outcome.status === "ok" ? outcome.error : worst));
}

/** The observation of lowest error, the earliest of equals; `undefined` where none succeeded. */
export function bestOf<A>(observations: readonly Observation<A>[]): Observation<A> | undefined {
  let best: Observation<A> | undefined;
  let lowest = Infinity;
  for (const observation of observations) {
    const { outcome } = observation;
    if (outcome.status === "ok" && outcome.error < lowest) {
      best = observation;
      lowest = outcome.error;
    }
  }
  return best;
}
