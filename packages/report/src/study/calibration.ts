import { type ObservationRecord, spearman } from "@proxybo/core";
import { successes } from "./study.ts";

/** A prediction of the surrogate for what was evaluated next, and what came out; all in percent of error. */
export interface PredictionPoint {
  readonly n: number;
  readonly predicted: number;
  readonly observed: number;
  /** Interval of one standard deviation, where the surrogate has one. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** How far the surrogate's predictions held. */
export interface Calibration {
  readonly points: readonly PredictionPoint[];
  /** Mean absolute difference, in points of percent. */
  readonly meanDifference: number;
  /** Spearman's ρ of predicted and observed. */
  readonly spearman: number;
  /** Share of observations within the interval: 0.68 where it is right. `undefined` without intervals. */
  readonly within: number | undefined;
}

/** Compares every prediction with its outcome; `undefined` where the strategy predicts nothing. */
export function calibrationOf(observations: readonly ObservationRecord[]): Calibration | undefined {
  const points = successes(observations).flatMap(({ observation: { n, why }, error }) =>
    why.prediction === undefined
      ? []
      : [
          {
            n,
            predicted: why.prediction.error,
            observed: error,
            low: why.prediction.low,
            high: why.prediction.high,
          },
        ],
  );
  if (points.length === 0) return undefined;
  const banded = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  const inside = banded.filter(({ observed, low, high }) => observed >= low! && observed <= high!);
  return {
    points,
    meanDifference:
      points.reduce((sum, { predicted, observed }) => sum + Math.abs(predicted - observed), 0) /
      points.length,
    spearman: spearman(
      points.map(({ predicted }) => predicted),
      points.map(({ observed }) => observed),
    ),
    within: banded.length === 0 ? undefined : inside.length / banded.length,
  };
}
