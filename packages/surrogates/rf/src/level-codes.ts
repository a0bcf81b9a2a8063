import { ProxyboError, type Feature } from "@proxybo/core";

/** Code of each categorical feature of each row: its level plus `first[feature]`; row-major. */
export function levelCodes(
  rows: Float64Array,
  n: number,
  features: readonly Feature[],
  first: Int32Array,
): Int32Array {
  const width = features.length;
  const codes = new Int32Array(n * width);
  for (let f = 0; f < width; f++) {
    const feature = features[f]!;
    const levels = feature.kind === "categorical" ? feature.levels : 0;
    const offset = first[f]!;
    for (let i = 0; i < n; i++) {
      const at = i * width + f;
      const level = rows[at]! | 0;
      if (level !== rows[at]! || level < 0 || level >= levels) throw noLevel(feature, rows[at]!, i);
      codes[at] = level + offset;
    }
  }
  return codes;
}

export function noLevel(feature: Feature, value: number, row: number): ProxyboError {
  const levels = feature.kind === "categorical" ? feature.levels : 0;
  return new ProxyboError("SURROGATE_FAILED", `expected a level 0 … ${levels - 1}, got ${value}`, {
    place: { row, field: feature.name },
  });
}
