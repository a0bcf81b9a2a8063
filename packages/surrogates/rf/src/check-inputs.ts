import { ProxyboError, type Inputs } from "@proxybo/core";

/**
 * Sees to it that rows are as many and as wide as they claim, that levels are levels and numbers are finite.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED`, with the row and the feature.
 */
export function checkInputs({ n, rows, features }: Inputs): void {
  const width = features.length;
  if (rows.length < n * width) {
    throw new ProxyboError(
      "SURROGATE_FAILED",
      `expected ${n} × ${width} encoded features, got ${rows.length} numbers`,
    );
  }
  /** Levels of each feature, 0 where it is a number. */
  const levels = Int32Array.from(features, (feature) =>
    feature.kind === "categorical" ? feature.levels : 0,
  );
  for (let i = 0, at = 0; i < n; i++) {
    for (let f = 0; f < width; f++, at++) {
      const value = rows[at]!;
      const most = levels[f]!;
      if (most === 0 ? value - value === 0 : (value | 0) === value && value >= 0 && value < most) continue;
      const expected = most === 0 ? "a finite number" : `a level 0 … ${most - 1}`;
      throw new ProxyboError("SURROGATE_FAILED", `expected ${expected}, got ${value}`, {
        place: { row: i, field: features[f]!.name },
      });
    }
  }
}

/** Sees to it that there is one finite target for each row, and at least one. */
export function checkTargets(targets: Float64Array, n: number): void {
  if (n < 1) throw new ProxyboError("SURROGATE_FAILED", "expected at least one observation, got none");
  if (targets.length !== n)
    throw new ProxyboError("SURROGATE_FAILED", `expected ${n} targets, got ${targets.length}`);
  const bad = targets.findIndex((target) => !Number.isFinite(target));
  if (bad < 0) return;
  throw new ProxyboError("SURROGATE_FAILED", `expected finite targets, got ${targets[bad]}`, {
    place: { row: bad },
  });
}
