import type { Feature } from "@proxybo/core";

/** Where the levels of each feature start when those of all features are numbered through, and how many there are. */
export function firstLevels(features: readonly Feature[]): {
  readonly first: Int32Array;
  readonly levels: number;
} {
  const first = new Int32Array(features.length);
  let levels = 0;
  for (const [f, feature] of features.entries()) {
    first[f] = levels;
    levels += feature.kind === "categorical" ? feature.levels : 0;
  }
  return { first, levels };
}

/** The level of each categorical feature of each row, numbered through all features; row-major. */
export function levelCodes(rows: Float64Array, n: number, first: Int32Array): Int32Array {
  const width = first.length;
  const codes = new Int32Array(n * width);
  for (let i = 0, at = 0; i < n; i++) for (let f = 0; f < width; f++, at++) codes[at] = rows[at]! + first[f]!;
  return codes;
}
