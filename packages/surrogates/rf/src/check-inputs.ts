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
  for (const [f, feature] of features.entries()) {
    const levels = feature.kind === "categorical" ? feature.levels : 0;
    for (let i = 0, at = f; i < n; i++, at += width) {
      const value = rows[at]!;
      if (levels === 0 ? Number.isFinite(value) : (value | 0) === value && value >= 0 && value < levels)
        continue;
      const expected = levels === 0 ? "a finite number" : `a level 0 … ${levels - 1}`;
      throw new ProxyboError("SURROGATE_FAILED", `expected ${expected}, got ${value}`, {
        place: { row: i, field: feature.name },
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
