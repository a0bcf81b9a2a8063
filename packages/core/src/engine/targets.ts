import type { Observation, Why } from "../contracts/observation.ts";
import { errorScale, normalScores } from "./normal-scores.ts";

/** What the surrogate learns: normal scores of the errors, or the errors themselves. */
export type TargetScale = "normal-scores" | "errors";

/** The observations as a surrogate learns them. */
export interface Targets {
  /** n errors in percent. */
  readonly errors: Float64Array;
  /** n numbers on the surrogate's scale, ordered as the errors are. */
  readonly values: Float64Array;
  /** A prediction on that scale, in percent of error, with the interval of one standard deviation. */
  describe(mean: number, variance: number | undefined): NonNullable<Why["prediction"]>;
}

export function targetsOf(observations: readonly Observation[], scale: TargetScale): Targets {
  const errors = targetErrors(observations);
  const values = scale === "errors" ? errors : normalScores(errors);
  let translate: ((score: number) => number) | undefined;
  const toError = (value: number): number =>
    scale === "errors" ? value : (translate ??= errorScale(values, errors))(value);
  return {
    errors,
    values,
    describe: (mean, variance) => ({
      error: toError(mean),
      ...(variance !== undefined && {
        low: toError(mean - Math.sqrt(variance)),
        high: toError(mean + Math.sqrt(variance)),
      }),
    }),
  };
}

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
