import { ProxyboError, type Feature, type Inputs } from "@proxybo/core";

/**
 * Sees to it that rows are as many and as wide as they claim, and hold what their features say.
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
    const whole = feature.kind === "categorical" || feature.kind === "count";
    const limit = feature.kind === "categorical" ? feature.levels : largestCount;
    for (let i = 0, at = f; i < n; i++, at += width) {
      const value = rows[at]!;
      if (whole ? (value | 0) === value && value >= 0 && value < limit : Number.isFinite(value)) continue;
      throw new ProxyboError("SURROGATE_FAILED", `expected ${expectation(feature)}, got ${value}`, {
        place: { row: i, field: feature.name },
      });
    }
  }
}

/** Sums of some thousand counts still fit 32 bits. */
const largestCount = 2 ** 20;

function expectation(feature: Feature): string {
  if (feature.kind === "categorical") return `a level 0 … ${feature.levels - 1}`;
  return feature.kind === "count" ? `a whole number 0 … ${largestCount - 1}` : "a finite number";
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
