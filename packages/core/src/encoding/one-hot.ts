import type { Feature } from "../contracts/space.ts";

/**
 * The columns of a one-hot encoding: `levels` columns for each categorical feature, a continuous one as it is.
 *
 * @example
 * oneHotFeatures([{ kind: "categorical", name: "edge 0-1", levels: 2 }]).map(({ name }) => name)
 * // => ["edge 0-1 = 0", "edge 0-1 = 1"]
 */
export function oneHotFeatures(features: readonly Feature[]): readonly Feature[] {
  return features.flatMap((feature): readonly Feature[] =>
    feature.kind !== "categorical"
      ? [feature]
      : Array.from({ length: feature.levels }, (_, level) => ({
          kind: "continuous",
          name: `${feature.name} = ${level}`,
        })),
  );
}

/**
 * Writes the one-hot encoding of an encoded architecture.
 *
 * @param features - of the space.
 * @param row - `features.length` numbers, as `encodeInto` writes them.
 * @param target - takes as many numbers as `oneHotFeatures(features)` has columns, from `offset` on.
 */
export function oneHotInto(
  features: readonly Feature[],
  row: Float64Array,
  target: Float64Array,
  offset = 0,
): void {
  let column = offset;
  for (let i = 0; i < features.length; i++) {
    const feature = features[i]!;
    if (feature.kind !== "categorical") target[column++] = row[i]!;
    else for (let level = 0; level < feature.levels; level++) target[column++] = row[i] === level ? 1 : 0;
  }
}
