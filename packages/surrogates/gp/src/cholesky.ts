/** The rows of a lower triangular matrix: row i holds i + 1 numbers and never changes once it is there. */
export type TriangularRows = Float64Array[];

/** Σ_{k<length} a_k b_k, in an order that depends on `length` only. */
export function dot(a: Float64Array, b: Float64Array, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = length - (length % 4);
  for (let k = 0; k < whole; k += 4) {
    s0 += a[k]! * b[k]!;
    s1 += a[k + 1]! * b[k + 1]!;
    s2 += a[k + 2]! * b[k + 2]!;
    s3 += a[k + 3]! * b[k + 3]!;
  }
  for (let k = whole; k < length; k++) s0 += a[k]! * b[k]!;
  return s0 + s1 + (s2 + s3);
}

/**
 * Extends the Cholesky factor of a matrix by the matrix's next row (a rank-one extension, O(n²)). Row i of a factor
 * depends on rows ≤ i of the matrix only, so a factor that grew is bit for bit that of the whole matrix.
 *
 * @param row - i + 1 numbers of the matrix; becomes the factor's row.
 * @returns whether the matrix is positive definite so far; where not, `factor` stays as it was.
 */
export function extendCholesky(factor: TriangularRows, row: Float64Array): boolean {
  const i = factor.length;
  for (let j = 0; j < i; j++) {
    const other = factor[j]!;
    row[j] = (row[j]! - dot(row, other, j)) / other[j]!;
  }
  const diagonal = row[i]!;
  const pivot = diagonal - dot(row, row, i);
  // A pivot that is all rounding error says nothing.
  if (!(pivot > 1e-14 * diagonal)) return false;
  row[i] = Math.sqrt(pivot);
  factor.push(row);
  return true;
}

/** Solves L x = b for the factor L. */
export function solveLower(factor: TriangularRows, b: Float64Array): Float64Array {
  const x = new Float64Array(factor.length);
  for (let i = 0; i < x.length; i++) x[i] = (b[i]! - dot(factor[i]!, x, i)) / factor[i]![i]!;
  return x;
}

/** Extends the inverse of a factor by the row that belongs to the factor's next row. */
export function extendInverse(inverse: TriangularRows, factor: TriangularRows): void {
  const i = inverse.length;
  const row = factor[i]!;
  const next = new Float64Array(i + 1);
  for (let j = 0; j < i; j++) {
    const weight = row[j]!;
    const other = inverse[j]!;
    for (let k = 0; k <= j; k++) next[k]! += weight * other[k]!;
  }
  const reciprocal = 1 / row[i]!;
  for (let k = 0; k < i; k++) next[k]! *= -reciprocal;
  next[i] = reciprocal;
  inverse.push(next);
}

/** Wᵀ b for the lower triangular W: with W = L⁻¹ and b = L⁻¹ r this is K⁻¹ r. */
export function multiplyTransposed(rows: TriangularRows, b: Float64Array): Float64Array {
  const product = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const weight = b[i]!;
    for (let k = 0; k <= i; k++) product[k]! += weight * row[k]!;
  }
  return product;
}
