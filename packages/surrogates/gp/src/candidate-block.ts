import type { TriangularRows } from "./cholesky.ts";
import type { Columns } from "./columns.ts";
import type { Posterior } from "./posterior.ts";
import { priorMean } from "./prior-mean.ts";

/** How many candidates go through the arithmetic together, so that their part of L⁻¹K* stays in the cache. */
export const blockSize = 256;

/**
 * A block of candidates and their rows of V = L⁻¹K*, which gives means (Vᵀ L⁻¹r) and variances (k** − Σ v²). Row i of V
 * follows from row i of L and the rows of V above, so when L grows by a row, V grows by a row: O(n) a candidate
 * instead of O(n²). Every number comes by the same operations in the same order, grown or not.
 */
export class CandidateBlock {
  readonly columns: Columns;
  #rows: Float64Array<ArrayBuffer> = new Float64Array(0);
  /** The rows of L that the rows of V belong to. */
  #factor: TriangularRows = [];
  readonly #squares: Float64Array;
  /** How many rows of V are in `#squares`. */
  #squared = 0;

  constructor(columns: Columns) {
    this.columns = columns;
    this.#squares = new Float64Array(columns.n);
  }

  /** Writes mean and variance of each candidate of the block. */
  predict(posterior: Posterior, mean: Float64Array, variance: Float64Array): void {
    this.#extend(posterior);
    const { n } = this.columns;
    const v = this.#rows;
    const { whitened, slopes, scale, kernel } = posterior;
    const count = whitened.length;
    const whole = count - (count % 4);
    mean.fill(0, 0, n);
    for (let i = 0; i < whole; i += 4) {
      const [w0, w1, w2, w3] = [whitened[i]!, whitened[i + 1]!, whitened[i + 2]!, whitened[i + 3]!];
      const [a0, a1, a2, a3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
      for (let c = 0; c < n; c++)
        mean[c]! += w0 * v[a0 + c]! + w1 * v[a1 + c]! + (w2 * v[a2 + c]! + w3 * v[a3 + c]!);
    }
    for (let i = whole; i < count; i++) {
      const w = whitened[i]!;
      const at = i * n;
      for (let c = 0; c < n; c++) mean[c]! += w * v[at + c]!;
    }
    const leaning = priorMean(this.columns, slopes);
    const prior = kernel.prior(this.columns);
    for (let c = 0; c < n; c++) {
      mean[c]! += leaning[c]!;
      variance[c] = scale * Math.max(0, prior[c]! - this.#squares[c]!);
    }
  }

  #extend({ factor, seen, kernel }: Posterior): void {
    const { n } = this.columns;
    const count = factor.length;
    let known = 0;
    while (known < count && this.#factor[known] === factor[known]) known++;
    if (known < count) {
      this.#factor = factor;
      this.#reserve(count);
    }
    if (this.#squared > known) {
      this.#squares.fill(0);
      this.#squared = 0;
    }
    const v = this.#rows;
    for (let i = known; i < count; i++) {
      const row = v.subarray(i * n, (i + 1) * n);
      kernel.fill(seen, i, this.columns, n, row);
      eliminate(factor[i]!, i, v, n, row);
    }
    for (; this.#squared < count; this.#squared++) {
      const at = this.#squared * n;
      for (let c = 0; c < n; c++) this.#squares[c]! += v[at + c]! * v[at + c]!;
    }
  }

  #reserve(rows: number): void {
    const { n } = this.columns;
    if (this.#rows.length >= rows * n) return;
    const grown = new Float64Array(Math.ceil(rows * 1.25 + 8) * n);
    grown.set(this.#rows);
    this.#rows = grown;
  }
}

/** row ← (row − Σ_{j<i} l_j v_j)/l_i, for all candidates of a block. */
function eliminate(l: Float64Array, i: number, v: Float64Array, n: number, row: Float64Array): void {
  // Eight at a time: a sum is loaded and stored once for eight products.
  const whole = i - (i % 8);
  for (let j = 0; j < whole; j += 8) {
    const [l0, l1, l2, l3] = [l[j]!, l[j + 1]!, l[j + 2]!, l[j + 3]!];
    const [l4, l5, l6, l7] = [l[j + 4]!, l[j + 5]!, l[j + 6]!, l[j + 7]!];
    const a = j * n;
    const [a1, a2, a3, a4, a5, a6, a7] = [
      a + n,
      a + 2 * n,
      a + 3 * n,
      a + 4 * n,
      a + 5 * n,
      a + 6 * n,
      a + 7 * n,
    ];
    for (let c = 0; c < n; c++) {
      const first = l0 * v[a + c]! + l1 * v[a1 + c]! + (l2 * v[a2 + c]! + l3 * v[a3 + c]!);
      const second = l4 * v[a4 + c]! + l5 * v[a5 + c]! + (l6 * v[a6 + c]! + l7 * v[a7 + c]!);
      row[c]! -= first + second;
    }
  }
  for (let j = whole; j < i; j++) {
    const weight = l[j]!;
    const at = j * n;
    for (let c = 0; c < n; c++) row[c]! -= weight * v[at + c]!;
  }
  const reciprocal = 1 / l[i]!;
  for (let c = 0; c < n; c++) row[c]! *= reciprocal;
}
