import { ProxyboError, type Feature, type Inputs } from "@proxybo/core";

/**
 * Sees to it that rows are as many and as wide as they claim, and hold what their features say.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED`, with the row and the feature.
 */
export function checkInputs(inputs: Inputs): void {
  checkSize(inputs);
  const check = rowCheck(inputs.features);
  for (let i = 0; i < inputs.n; i++) check(inputs.rows, i);
}

/** Sees to it that rows are as many and as wide as they claim. */
export function checkSize({ n, rows, features }: Inputs): void {
  if (rows.length >= n * features.length) return;
  throw new ProxyboError(
    "SURROGATE_FAILED",
    `expected ${n} × ${features.length} encoded features, got ${rows.length} numbers`,
  );
}

/** Sees to it that row `i` holds what its features say. */
export function rowCheck(features: readonly Feature[]): (rows: Float64Array, i: number) => void {
  const width = features.length;
  // Whole numbers below a limit; 0 stands for any finite number.
  const limits = Int32Array.from(features, (feature) => {
    if (feature.kind === "categorical") return feature.levels;
    return feature.kind === "count" ? largestCount : 0;
  });
  return (rows, i) => {
    for (let f = 0, at = i * width; f < width; f++, at++) {
      const value = rows[at]!;
      const limit = limits[f]!;
      if (limit === 0 ? value - value === 0 : (value | 0) === value && value >= 0 && value < limit) continue;
      throw new ProxyboError("SURROGATE_FAILED", `expected ${expectation(features[f]!)}, got ${value}`, {
        place: { row: i, field: features[f]!.name },
      });
    }
  };
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
