import type { Random } from "@proxybo/core";
import { quantile } from "./moments.ts";

/** A value with its bootstrap interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** How often the sample is drawn again. */
  readonly resamples: number;
  /** Share of the resamples within the interval. */
  readonly level: number;
}

export const bootstrapDefaults = { resamples: 2000, level: 0.95 } as const;

/**
 * A percentile bootstrap interval (Efron 1979): `statistic` is given the indices 0 … n − 1, then indices drawn with
 * replacement. Values that belong together (the runs of one seed) stay together, so differences are paired.
 *
 * @param statistic - a number; infinite where a resample never reaches what is asked for, NaN where one has no value
 * (a correlation of equals): such resamples are left out.
 */
export function bootstrap(
  n: number,
  statistic: (indices: Int32Array) => number,
  { random, resamples, level }: BootstrapOptions,
): Interval {
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const drawn = new Int32Array(n);
  const values = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    for (let i = 0; i < n; i++) drawn[i] = random.integer(n);
    values[b] = statistic(drawn);
  }
  return { value: statistic(all), ...intervalOf(values, level) };
}

/** The interval that holds a share of the values, as much left out below as above. */
export function intervalOf(values: ArrayLike<number>, level: number): Omit<Interval, "value"> {
  const known = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const tail = (1 - level) / 2;
  return { low: quantile(known, tail), high: quantile(known, 1 - tail) };
}
