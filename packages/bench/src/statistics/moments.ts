/** Mean, spread and precision of the mean of some numbers. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for a single number. */
  readonly std: number;
  /** Standard error of the mean, std / √n. */
  readonly standardError: number;
  readonly median: number;
}

/**
 * The moments of n ≥ 1 numbers.
 *
 * @example
 * moments([1, 2, 3]) // => { count: 3, mean: 2, std: 1, standardError: 0.577…, median: 2 }
 */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - centre) ** 2;
  const std = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
  return { count: n, mean: centre, std, standardError: std / Math.sqrt(n), median: quantile(values, 0.5) };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * The q-quantile, linear between the two nearest order statistics (numpy's default). An infinite value counts as the
 * largest; between it and a finite one the quantile is infinite.
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).toSorted();
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const below = sorted[low]!;
  const part = at - low;
  const above = sorted[low + 1] ?? below;
  return part === 0 || above === below ? below : below + (above - below) * part;
}
