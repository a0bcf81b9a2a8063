/**
 * Products of row-major matrices in flat arrays, in blocks of two by four sums: each number that is read is used
 * several times before the next is. Widths (`inner`, `outer`) are multiples of four.
 */

/** out (rows × outer) = x (rows × inner) · w (inner × outer). */
export function multiply(
  x: Float64Array,
  w: Float64Array,
  out: Float64Array,
  rows: number,
  inner: number,
  outer: number,
): void {
  for (let i = 0; i < rows; i += 2) {
    const a = i * inner;
    // An odd last row is computed twice, into the same place.
    const b = i + 1 < rows ? a + inner : a;
    for (let j = 0; j < outer; j += 4) {
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = 0, at = j; k < inner; k++, at += outer) {
        const xa = x[a + k]!;
        const xb = x[b + k]!;
        const w0 = w[at]!;
        const w1 = w[at + 1]!;
        const w2 = w[at + 2]!;
        const w3 = w[at + 3]!;
        a0 += xa * w0;
        a1 += xa * w1;
        a2 += xa * w2;
        a3 += xa * w3;
        b0 += xb * w0;
        b1 += xb * w1;
        b2 += xb * w2;
        b3 += xb * w3;
      }
      const first = i * outer + j;
      out[first] = a0;
      out[first + 1] = a1;
      out[first + 2] = a2;
      out[first + 3] = a3;
      if (b === a) continue;
      const second = first + outer;
      out[second] = b0;
      out[second + 1] = b1;
      out[second + 2] = b2;
      out[second + 3] = b3;
    }
  }
}

/** out (outer × inner) = wᵀ of w (inner × outer). */
export function transpose(w: Float64Array, out: Float64Array, inner: number, outer: number): void {
  for (let k = 0; k < inner; k++) for (let j = 0; j < outer; j++) out[j * inner + k] = w[k * outer + j]!;
}

/** out (inner × outer) += xᵀ · y, of x (rows × inner) and y (rows × outer): gradients of weights. */
export function addProduct(
  x: Float64Array,
  y: Float64Array,
  out: Float64Array,
  rows: number,
  inner: number,
  outer: number,
): void {
  for (let k = 0; k < inner; k += 2) {
    for (let j = 0; j < outer; j += 4) {
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let i = 0, atX = k, atY = j; i < rows; i++, atX += inner, atY += outer) {
        const xa = x[atX]!;
        const xb = x[atX + 1]!;
        const y0 = y[atY]!;
        const y1 = y[atY + 1]!;
        const y2 = y[atY + 2]!;
        const y3 = y[atY + 3]!;
        a0 += xa * y0;
        a1 += xa * y1;
        a2 += xa * y2;
        a3 += xa * y3;
        b0 += xb * y0;
        b1 += xb * y1;
        b2 += xb * y2;
        b3 += xb * y3;
      }
      const first = k * outer + j;
      out[first]! += a0;
      out[first + 1]! += a1;
      out[first + 2]! += a2;
      out[first + 3]! += a3;
      const second = first + outer;
      out[second]! += b0;
      out[second + 1]! += b1;
      out[second + 2]! += b2;
      out[second + 3]! += b3;
    }
  }
}
