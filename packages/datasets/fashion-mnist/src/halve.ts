/**
 * Halves square images by the mean of each 2 × 2 block.
 *
 * @param pixels - `[n, side, side]`, `side` even.
 * @returns `[n, side / 2, side / 2]`.
 * @example
 * halve(Uint8Array.of(0, 2, 4, 6), 2) // => Float32Array [3]
 */
export function halve(pixels: Uint8Array, side: number): Float32Array {
  const half = side / 2;
  return Float32Array.from({ length: pixels.length / 4 }, (_, i) => {
    const row = Math.floor(i / half);
    const corner = 2 * row * side + 2 * (i % half);
    return (pixels[corner]! + pixels[corner + 1]! + pixels[corner + side]! + pixels[corner + side + 1]!) / 4;
  });
}
