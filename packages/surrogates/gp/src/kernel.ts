import type { Columns } from "./columns.ts";
import type { Layout } from "./hyperparameters.ts";

/** Variance of the offset that all architectures share, relative to the scale. */
export const constant = 1;

/** A distance of one path, as often as an eighth of the length. */
export const countUnit = 8;

const sqrt5 = Math.sqrt(5);

/** A covariance between architectures, relative to the scale σ². */
export interface Kernel {
  readonly noise: number;
  /** k(x, x) without noise, of each row. */
  prior(columns: Columns): Float64Array;
  /** Writes k(x_i, x'_j) for j < count into `row`; x_i is row i of `seen`, x'_j row j of `columns`. */
  fill(seen: Columns, i: number, columns: Columns, count: number, row: Float64Array): void;
}

/** What a kernel is made of. */
export interface KernelParts {
  readonly layout: Layout;
  /** Hyper-parameters as `layout` places them. */
  readonly values: Float64Array;
  /** What the differences of each continuous feature are divided by. */
  readonly ranges: Float64Array;
  /** Prior mean of the slope on each proxy. */
  readonly slopes: readonly number[];
  /** Variance of the slopes on the proxies, times their number. */
  readonly slopeVariance: number;
}

/**
 * The sum of a kernel for each kind of features that is there:
 * constant + s_h exp(−Hamming/(E ℓ_h)) + s_g exp(−‖φ − φ'‖₁/(8 ℓ_g)) + Matérn 5/2 + s_r exp(−Σ_p w_p (z_p − z'_p)²/(2 K ℓ_z²))
 * + v/K Σ_p z_p z'_p for a slope of variance v/K on each of the K proxies.
 *
 * Hamming and exponential L1 kernels are positive definite (a product of exponentials over coordinates), sums of such too.
 */
export function createKernel({ layout, values, ranges, slopeVariance }: KernelParts): Kernel {
  const { hamming, count, continuous, proxy } = layout;
  const value = (index: number): number => values[index]!;
  const ofHamming = hamming
    ? decayTable(value(hamming.scale), hamming.decisions * value(hamming.length), hamming.decisions)
    : undefined;
  const countScale = count ? value(count.scale) : 0;
  const countLength = count ? countUnit * value(count.length) : 1;
  const ofCount = decayTable(countScale, countLength, tableLength);
  const continuousScale = continuous ? value(continuous.scale) : 0;
  const continuousFactors = Array.from(ranges, (range, d) => {
    const length = value(continuous!.lengths[d] ?? continuous!.lengths[0]!);
    return 1 / (ranges.length * (range * length) ** 2);
  });
  const proxyScale = proxy ? value(proxy.scale) : 0;
  const proxyFactors = proxy
    ? proxy.weights.map((w) => value(w) / (2 * proxy.weights.length * value(proxy.length) ** 2))
    : [];
  const slopes = proxy ? slopeVariance / proxy.weights.length : 0;
  const stationary =
    constant + (hamming ? value(hamming.scale) : 0) + countScale + continuousScale + proxyScale;
  let distances = new Int32Array(0);
  let squares = new Float64Array(0);

  return {
    noise: value(layout.noise),
    prior: ({ n, proxies }) =>
      Float64Array.from({ length: n }, (_, i) => stationary + slopes * innerProduct(proxies, i, i)),
    fill(seen, i, columns, n, row) {
      if (distances.length < n) distances = new Int32Array(n);
      if (squares.length < n) squares = new Float64Array(n);
      row.fill(constant, 0, n);
      if (ofHamming) {
        hammingDistances(seen.categorical, i, columns.categorical, n, distances);
        for (let j = 0; j < n; j++) row[j]! += ofHamming[distances[j]!]!;
      }
      if (count) {
        countDistances(seen, i, columns, n, distances);
        for (let j = 0; j < n; j++) {
          const d = distances[j]!;
          row[j]! += d <= tableLength ? ofCount[d]! : countScale * Math.exp(-d / countLength);
        }
      }
      if (continuous) {
        weightedSquares(seen.continuous, i, columns.continuous, continuousFactors, n, squares);
        for (let j = 0; j < n; j++) row[j]! += continuousScale * matern52(squares[j]!);
      }
      if (proxy) {
        weightedSquares(seen.proxies, i, columns.proxies, proxyFactors, n, squares);
        for (let j = 0; j < n; j++) row[j]! += proxyScale * Math.exp(-squares[j]!);
        addProducts(seen.proxies, i, columns.proxies, slopes, n, row);
      }
    },
  };
}

const tableLength = 256;

/** scale · exp(−d/length) for d = 0 … largest. */
export function decayTable(scale: number, length: number, largest: number): Float64Array {
  return Float64Array.from({ length: largest + 1 }, (_, d) => scale * Math.exp(-d / length));
}

/** Matérn 5/2 of a squared distance. */
export function matern52(square: number): number {
  const r = sqrt5 * Math.sqrt(square);
  return (1 + r + (5 / 3) * square) * Math.exp(-r);
}

/** Its derivative by the squared distance. */
export function matern52Slope(square: number): number {
  const r = sqrt5 * Math.sqrt(square);
  return (-5 / 6) * (1 + r) * Math.exp(-r);
}

/** How many decisions differ. */
export function hammingDistances(
  seen: readonly Int32Array[],
  i: number,
  columns: readonly Int32Array[],
  n: number,
  distances: Int32Array,
): void {
  distances.fill(0, 0, n);
  // Two decisions at a time: half the passes over the distances.
  for (let e = 0; e < seen.length; e += 2) {
    const level = seen[e]![i]!;
    const column = columns[e]!;
    if (e + 1 === seen.length) {
      for (let j = 0; j < n; j++) distances[j]! += column[j] === level ? 0 : 1;
      continue;
    }
    const nextLevel = seen[e + 1]![i]!;
    const next = columns[e + 1]!;
    for (let j = 0; j < n; j++)
      distances[j]! += (column[j] === level ? 0 : 1) + (next[j] === nextLevel ? 0 : 1);
  }
}

/** ‖φ − φ'‖₁ = |φ| + |φ'| − 2 Σ min(φ, φ'): only what row i has needs a look, and most counts are 0. */
export function countDistances(
  seen: Columns,
  i: number,
  columns: Columns,
  n: number,
  distances: Int32Array,
): void {
  const total = seen.totals[i]!;
  for (let j = 0; j < n; j++) distances[j] = total + columns.totals[j]!;
  for (let f = 0; f < seen.counts.length; f++) {
    const count = seen.counts[f]![i]!;
    if (count === 0) continue;
    const column = columns.counts[f]!;
    for (let j = 0; j < n; j++) {
      const other = column[j]!;
      distances[j]! -= 2 * (other < count ? other : count);
    }
  }
}

/** Σ_p z_p z'_p of rows i and j. */
export function innerProduct(proxies: readonly Float64Array[], i: number, j: number): number {
  let sum = 0;
  for (const column of proxies) sum += column[i]! * column[j]!;
  return sum;
}

/** Adds factor · Σ_p z_p z'_p to `row`, two proxies at a time. */
function addProducts(
  seen: readonly Float64Array[],
  i: number,
  columns: readonly Float64Array[],
  factor: number,
  n: number,
  row: Float64Array,
): void {
  for (let p = 0; p < seen.length; p += 2) {
    const value = factor * seen[p]![i]!;
    const column = columns[p]!;
    if (p + 1 === seen.length) {
      for (let j = 0; j < n; j++) row[j]! += value * column[j]!;
      continue;
    }
    const nextValue = factor * seen[p + 1]![i]!;
    const next = columns[p + 1]!;
    for (let j = 0; j < n; j++) row[j]! += value * column[j]! + nextValue * next[j]!;
  }
}

function weightedSquares(
  seen: readonly Float64Array[],
  i: number,
  columns: readonly Float64Array[],
  factors: readonly number[],
  n: number,
  squares: Float64Array,
): void {
  squares.fill(0, 0, n);
  for (let f = 0; f < seen.length; f += 2) {
    const value = seen[f]![i]!;
    const factor = factors[f]!;
    const column = columns[f]!;
    if (f + 1 === seen.length) {
      for (let j = 0; j < n; j++) {
        const a = column[j]! - value;
        squares[j]! += factor * a * a;
      }
      continue;
    }
    const nextValue = seen[f + 1]![i]!;
    const nextFactor = factors[f + 1]!;
    const next = columns[f + 1]!;
    for (let j = 0; j < n; j++) {
      const a = column[j]! - value;
      const b = next[j]! - nextValue;
      squares[j]! += factor * a * a + nextFactor * b * b;
    }
  }
}
