import { EigenvalueDecomposition, type Matrix } from "ml-matrix";

/** Keeps the logarithm and the quotient finite for eigenvalues of 0. */
const jitter = 1e-5;

/**
 * −Σ (log(λ + k) + 1/(λ + k)) over the eigenvalues λ of a correlation matrix, k = 10⁻⁵: largest, −n, for the identity.
 *
 * Source: Mellor et al., arXiv 2006.04647v1, equation 2.
 *
 * @param matrix - symmetric, positive semi-definite.
 * @example
 * logDeterminantScore(Matrix.eye(2)) // => -2.0000000001…
 */
export function logDeterminantScore(matrix: Matrix): number {
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return -realEigenvalues.reduce((sum, value) => sum + Math.log(value + jitter) + 1 / (value + jitter), 0);
}
