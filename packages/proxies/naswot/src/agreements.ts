/**
 * Adds to `kernel` in how many units each pair of examples agrees: units − Hamming distance of their binary codes.
 *
 * @param kernel - n × n, row-major; changed in place.
 * @param codes - `[n, units]`, 1 or 0, one byte each.
 * @example
 * const kernel = new Float64Array(4);
 * addAgreements(kernel, Uint8Array.of(1, 0, 1, 1, 1, 0), 2);
 * kernel // => [3, 1, 1, 3]
 */
export function addAgreements(kernel: Float64Array, codes: Uint8Array, n: number): void {
  const units = codes.length / n;
  const words = Math.ceil(units / 32);
  const packed = new Int32Array(n * words);
  for (let example = 0; example < n; example++)
    for (let unit = 0; unit < units; unit++)
      packed[example * words + (unit >> 5)]! |= codes[example * units + unit]! << (unit & 31);
  for (let a = 0; a < n; a++)
    for (let b = 0; b <= a; b++) {
      let distance = 0;
      for (let word = 0; word < words; word++)
        distance += ones(packed[a * words + word]! ^ packed[b * words + word]!);
      kernel[a * n + b]! += units - distance;
      if (a !== b) kernel[b * n + a]! += units - distance;
    }
}

/** How many of 32 bits are set: sums of 2, of 4, of 8 bits, and all of them. */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
