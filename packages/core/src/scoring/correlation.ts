/**
 * Pearson's correlation of each pair of rows, in double precision.
 *
 * @param rows - n rows of one length, row-major.
 * @returns n × n; `undefined` where a row is constant or holds no finite number: it has no correlation.
 * @example
 * correlation(Float32Array.of(1, 2, 3, 6, 4, 2), 2) // => [[1, -1], [-1, 1]]
 */
export function correlation(rows: Float32Array, n: number): readonly Float64Array[] | undefined {
  const length = rows.length / n;
  const standardized: Float64Array[] = [];
  for (let r = 0; r < n; r++) {
    const row = Float64Array.from(rows.subarray(r * length, (r + 1) * length));
    const mean = row.reduce((sum, value) => sum + value, 0) / length;
    const norm = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    if (!(norm > 0 && norm < Infinity)) return undefined;
    standardized.push(row.map((value) => (value - mean) / norm));
  }
  const matrix = standardized.map((_, r) => new Float64Array(n).fill(1, r, r + 1));
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += standardized[a]![i]! * standardized[b]![i]!;
      matrix[a]![b] = sum;
      matrix[b]![a] = sum;
    }
  return matrix;
}
