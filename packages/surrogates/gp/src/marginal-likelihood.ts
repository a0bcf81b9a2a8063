import { dot, extendCholesky, extendInverse, multiplyTransposed, solveLower } from "./cholesky.ts";
import type { TriangularRows } from "./cholesky.ts";
import type { Columns } from "./columns.ts";
import type { Layout } from "./hyperparameters.ts";
import {
  constant,
  countDistances,
  countUnit,
  decayTable,
  hammingDistances,
  matern52,
  matern52Slope,
  innerProduct,
} from "./kernel.ts";

/** Shape a₀ of the inverse-gamma prior of the scale σ² (and a₀ its rate, so that σ² is about 1). */
export const scaleShape = 2;

/** The posterior mean-like estimate of the scale: σ² = (q + 2a₀)/(n + 2a₀) with q = rᵀK⁻¹r. */
export function scaleOf(q: number, n: number): number {
  return (q + 2 * scaleShape) / (n + 2 * scaleShape);
}

/**
 * Logarithm of the marginal likelihood of n residuals, the scale integrated out: a multivariate t of 2a₀ degrees of
 * freedom, less a constant that depends on n only.
 */
function logMarginal(logDeterminant: number, q: number, n: number): number {
  return -0.5 * logDeterminant - (scaleShape + n / 2) * Math.log1p(q / (2 * scaleShape));
}

/** Distances of all pairs of observations, packed: pair (i, j < i) at i(i − 1)/2 + j. */
interface PairDistances {
  readonly hamming: Int32Array | undefined;
  readonly count: Int32Array | undefined;
  readonly continuous: readonly Float64Array[];
  readonly proxies: readonly Float64Array[];
}

/** What the most probable hyper-parameters are sought for. */
export interface Likelihood {
  /** ln p(residuals | hyper-parameters), and its derivatives by the logarithms of the hyper-parameters. */
  (values: Float64Array): { readonly value: number; readonly gradient: Float64Array };
}

export interface LikelihoodParts {
  readonly layout: Layout;
  readonly ranges: Float64Array;
  readonly slopeVariance: number;
}

/** The marginal likelihood of residuals (targets less their prior mean) at rows of `columns`. */
export function createLikelihood(
  columns: Columns,
  residuals: Float64Array,
  { layout, ranges, slopeVariance }: LikelihoodParts,
): Likelihood {
  const { n } = columns;
  const pairs = pairDistances(columns, layout, ranges);
  const largest = (distances: Int32Array): number => distances.reduce((a, b) => Math.max(a, b), 0);
  const largestCount = pairs.count ? largest(pairs.count) : 0;
  const { hamming, count, continuous, proxy } = layout;
  const { proxies } = columns;
  const bySlope = slopeVariance / Math.max(1, proxies.length);
  const size = (n * (n - 1)) / 2;
  const ofContinuous = new Float64Array(size);
  const ofProxy = new Float64Array(size);

  return (values) => {
    const gradient = new Float64Array(layout.size);
    const failed = { value: -Infinity, gradient };
    const hammingLength = hamming ? hamming.decisions * values[hamming.length]! : 1;
    const countLength = count ? countUnit * values[count.length]! : 1;
    const byHamming = hamming
      ? decayTable(values[hamming.scale]!, hammingLength, hamming.decisions)
      : undefined;
    const byCount = count ? decayTable(values[count.scale]!, countLength, largestCount) : undefined;
    const dimensions = pairs.continuous.length;
    const continuousFactors = pairs.continuous.map(
      (_, d) => 1 / (dimensions * values[continuous!.lengths[d] ?? continuous!.lengths[0]!]! ** 2),
    );
    const proxyFactors = proxy
      ? proxy.weights.map((w) => values[w]! / (2 * proxy.weights.length * values[proxy.length]! ** 2))
      : [];
    if (continuous) addWeighted(pairs.continuous, continuousFactors, ofContinuous);
    if (proxy) addWeighted(pairs.proxies, proxyFactors, ofProxy);
    const continuousScale = continuous ? values[continuous.scale]! : 0;
    const proxyScale = proxy ? values[proxy.scale]! : 0;
    const noise = values[layout.noise]!;
    const diagonal =
      constant + noise + continuousScale + proxyScale + (byHamming?.[0] ?? 0) + (byCount?.[0] ?? 0);

    // K, row by row, and its factor L, W = L⁻¹ and K⁻¹ = WᵀW.
    const factor: TriangularRows = [];
    const inverse: TriangularRows = [];
    let logDeterminant = 0;
    for (let i = 0, at = 0; i < n; i++) {
      const row = new Float64Array(i + 1);
      for (let j = 0; j < i; j++, at++) {
        let k = constant;
        if (byHamming) k += byHamming[pairs.hamming![at]!]!;
        if (byCount) k += byCount[pairs.count![at]!]!;
        if (continuous) k += continuousScale * matern52(ofContinuous[at]!);
        if (proxy) {
          const exponential = proxyScale * Math.exp(-ofProxy[at]!);
          ofProxy[at] = exponential;
          k += exponential + bySlope * innerProduct(proxies, i, j);
        }
        row[j] = k;
      }
      row[i] = diagonal + bySlope * innerProduct(proxies, i, i);
      if (!extendCholesky(factor, row)) return failed;
      logDeterminant += 2 * Math.log(row[i]!);
      extendInverse(inverse, factor);
    }
    const whitened = solveLower(factor, residuals);
    const q = dot(whitened, whitened, n);
    const alpha = multiplyTransposed(inverse, whitened);
    const precision = 1 / scaleOf(q, n);
    const kInverse = gram(inverse);

    // d/dθ = ½ Σ_ij (α_i α_j/σ² − K⁻¹_ij) dK_ij/dθ (Rasmussen & Williams 2006, eq. 5.9, with the scale integrated).
    const add = (index: number, amount: number): void => {
      gradient[index]! += amount;
    };
    let trace = 0;
    for (let i = 0; i < n; i++) trace += 0.5 * (alpha[i]! * alpha[i]! * precision - kInverse[i]![i]!);
    add(layout.noise, noise * trace);
    const sumsHamming = new Float64Array(hamming ? hamming.decisions + 1 : 0);
    const sumsCount = new Float64Array(largestCount + 1);
    let sumContinuous = 0;
    let sumProxy = 0;
    const slopes = new Float64Array(dimensions);
    const slopesProxy = new Float64Array(proxyFactors.length);
    for (let i = 0, at = 0; i < n; i++) {
      const scaled = alpha[i]! * precision;
      const row = kInverse[i]!;
      for (let j = 0; j < i; j++, at++) {
        const g = scaled * alpha[j]! - row[j]!;
        if (hamming) sumsHamming[pairs.hamming![at]!]! += g;
        if (count) sumsCount[pairs.count![at]!]! += g;
        if (continuous) {
          const square = ofContinuous[at]!;
          sumContinuous += g * matern52(square);
          const slope = g * matern52Slope(square);
          for (let d = 0; d < dimensions; d++) slopes[d]! += slope * pairs.continuous[d]![at]!;
        }
        if (proxy) {
          const weighted = g * ofProxy[at]!;
          sumProxy += weighted;
          for (let p = 0; p < slopesProxy.length; p++) slopesProxy[p]! += weighted * pairs.proxies[p]![at]!;
        }
      }
    }
    if (hamming) addDecay(sumsHamming, byHamming!, hammingLength, trace, hamming, add);
    if (count) addDecay(sumsCount, byCount!, countLength, trace, count, add);
    if (continuous) {
      add(continuous.scale, continuousScale * (sumContinuous + trace));
      for (let d = 0; d < dimensions; d++)
        add(
          continuous.lengths[d] ?? continuous.lengths[0]!,
          -2 * continuousScale * continuousFactors[d]! * slopes[d]!,
        );
    }
    if (proxy) {
      add(proxy.scale, sumProxy + proxyScale * trace);
      for (const [p, weight] of proxy.weights.entries()) {
        const slope = proxyFactors[p]! * slopesProxy[p]!;
        add(weight, -slope);
        add(proxy.length, 2 * slope);
      }
    }
    return { value: logMarginal(logDeterminant, q, n), gradient };
  };
}

function pairDistances(columns: Columns, layout: Layout, ranges: Float64Array): PairDistances {
  const { n } = columns;
  const size = (n * (n - 1)) / 2;
  const integers = (fill: (i: number, distances: Int32Array) => void): Int32Array => {
    const packed = new Int32Array(size);
    for (let i = 1, at = 0; i < n; at += i, i++) fill(i, packed.subarray(at, at + i));
    return packed;
  };
  const squares = (column: Float64Array, range: number): Float64Array => {
    const packed = new Float64Array(size);
    for (let i = 0, at = 0; i < n; i++)
      for (let j = 0; j < i; j++, at++) packed[at] = ((column[i]! - column[j]!) / range) ** 2;
    return packed;
  };
  return {
    hamming: layout.hamming
      ? integers((i, to) => hammingDistances(columns.categorical, i, columns.categorical, i, to))
      : undefined,
    count: layout.count ? integers((i, to) => countDistances(columns, i, columns, i, to)) : undefined,
    continuous: columns.continuous.map((column, d) => squares(column, ranges[d]!)),
    proxies: columns.proxies.map((column) => squares(column, 1)),
  };
}

function addWeighted(squares: readonly Float64Array[], factors: readonly number[], sum: Float64Array): void {
  sum.fill(0);
  for (const [d, column] of squares.entries()) {
    const factor = factors[d]!;
    for (let k = 0; k < sum.length; k++) sum[k]! += factor * column[k]!;
  }
}

/** Derivatives of s exp(−d/ℓ), given the sum of the weights of all pairs at each distance d. */
function addDecay(
  sums: Float64Array,
  table: Float64Array,
  length: number,
  trace: number,
  at: { readonly scale: number; readonly length: number },
  add: (index: number, amount: number) => void,
): void {
  let scale = table[0]! * trace;
  let slope = 0;
  for (let d = 0; d < table.length; d++) {
    const weighted = sums[d]! * table[d]!;
    scale += weighted;
    slope += (weighted * d) / length;
  }
  add(at.scale, scale);
  add(at.length, slope);
}

/** The lower half of WᵀW; four rows of W at a time spare three of four passes over the result. */
function gram(rows: TriangularRows): Float64Array[] {
  const n = rows.length;
  const product = Array.from({ length: n }, (_, i) => new Float64Array(i + 1));
  let r = 0;
  for (; r + 3 < n; r += 4) {
    const [w0, w1, w2, w3] = [rows[r]!, rows[r + 1]!, rows[r + 2]!, rows[r + 3]!];
    // Where the four differ in length, by themselves.
    for (let a = 0; a <= r; a++) {
      const [f0, f1, f2, f3] = [w0[a]!, w1[a]!, w2[a]!, w3[a]!];
      const out = product[a]!;
      for (let b = 0; b <= a; b++) out[b]! += f0 * w0[b]! + f1 * w1[b]! + (f2 * w2[b]! + f3 * w3[b]!);
    }
    for (let s = 1; s < 4; s++)
      for (let a = r + 1; a <= r + s; a++)
        for (let b = 0; b <= a; b++) product[a]![b]! += rows[r + s]![a]! * rows[r + s]![b]!;
  }
  for (; r < n; r++) {
    const row = rows[r]!;
    for (let a = 0; a <= r; a++) for (let b = 0; b <= a; b++) product[a]![b]! += row[a]! * row[b]!;
  }
  return product;
}
