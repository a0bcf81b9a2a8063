import type { Feature, Inputs } from "@proxybo/core";

/** Which columns of a row are of which kind. */
export interface FeatureKinds {
  readonly categorical: readonly number[];
  readonly count: readonly number[];
  readonly continuous: readonly number[];
  readonly proxy: readonly number[];
  /** The names of the proxies. */
  readonly proxyNames: readonly string[];
}

export function kindsOf(features: readonly Feature[]): FeatureKinds {
  const columns = (kind: Feature["kind"]): readonly number[] =>
    features.flatMap((feature, column) => (feature.kind === kind ? [column] : []));
  return {
    categorical: columns("categorical"),
    count: columns("count"),
    continuous: columns("continuous"),
    proxy: columns("proxy"),
    proxyNames: features.flatMap((feature) => (feature.kind === "proxy" ? [feature.name] : [])),
  };
}

/** Encoded architectures by column: what a kernel reads when it compares one with many. */
export interface Columns {
  readonly n: number;
  readonly categorical: readonly Int32Array[];
  readonly counts: readonly Int32Array[];
  /** The sum of all counts of each row. */
  readonly totals: Int32Array;
  readonly continuous: readonly Float64Array[];
  readonly proxies: readonly Float64Array[];
}

/**
 * Turns rows into columns.
 *
 * @param indices - which rows, in which order.
 */
export function columnsOf(
  { rows, features }: Pick<Inputs, "rows" | "features">,
  kinds: FeatureKinds,
  indices: ArrayLike<number>,
): Columns {
  const width = features.length;
  const n = indices.length;
  const integers = (column: number): Int32Array => {
    const values = new Int32Array(n);
    for (let i = 0; i < n; i++) values[i] = rows[indices[i]! * width + column]!;
    return values;
  };
  const numbers = (column: number): Float64Array => {
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = rows[indices[i]! * width + column]!;
    return values;
  };
  const counts = kinds.count.map(integers);
  const totals = new Int32Array(n);
  for (const column of counts) for (let i = 0; i < n; i++) totals[i]! += column[i]!;
  return {
    n,
    categorical: kinds.categorical.map(integers),
    counts,
    totals,
    continuous: kinds.continuous.map(numbers),
    proxies: kinds.proxy.map(numbers),
  };
}
