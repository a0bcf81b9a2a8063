import type { RunRecord } from "../run/record.ts";

export type Side = "valid" | "test";

/** The incumbent (best by validation) of one run after each evaluation. Errors in percent. */
export interface Curve {
  readonly seed: number;
  readonly valid: Float64Array;
  /** NaN where the table has no test error. */
  readonly test: Float64Array;
  readonly record: RunRecord;
}

/**
 * The curve of a run over 1 … `evaluations`; a run that ended early keeps its incumbent. Before the first success the
 * error is 100 %.
 */
export function curveOf(record: RunRecord, evaluations: number): Curve {
  const valid = new Float64Array(evaluations).fill(100);
  const test = new Float64Array(evaluations).fill(record.improvements[0]?.[2] === null ? Number.NaN : 100);
  for (const [n, error, testError] of record.improvements) {
    if (n > evaluations) break;
    valid.fill(error, n - 1);
    test.fill(testError ?? Number.NaN, n - 1);
  }
  return { seed: record.seed, valid, test, record };
}

/** Errors of the incumbents after n evaluations, one a run. */
export function at(curves: readonly Curve[], side: Side, n: number): Float64Array {
  return Float64Array.from(curves, (curve) => curve[side][n - 1]!);
}

/** The first evaluation at which a run's incumbent is at most `target`; infinite where none is. */
export function firstAt(curve: Curve, side: Side, target: number): number {
  const index = curve[side].findIndex((error) => error <= target + 1e-9);
  return index === -1 ? Infinity : index + 1;
}

/** The first evaluation at which the mean of the runs `indices` is at most `target`; infinite where none is. */
export function meanReaches(
  curves: readonly Curve[],
  side: Side,
  target: number,
  indices: ArrayLike<number>,
): number {
  const evaluations = curves[0]?.valid.length ?? 0;
  const reached = (n: number): boolean => meanAt(curves, side, n, indices) <= target + 1e-9;
  // Validation errors of incumbents never rise, so neither does their mean; test errors may.
  if (side === "test") {
    for (let n = 1; n <= evaluations; n++) if (reached(n)) return n;
    return Infinity;
  }
  if (evaluations === 0 || !reached(evaluations)) return Infinity;
  let low = 1;
  let high = evaluations;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function meanAt(curves: readonly Curve[], side: Side, n: number, indices: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += curves[indices[i]!]![side][n - 1]!;
  return sum / indices.length;
}
