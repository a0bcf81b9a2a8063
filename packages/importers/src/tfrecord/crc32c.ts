/** Tables of the reflected polynomial 0x82f63b78, for four bytes at a time. */
const tables: readonly Int32Array[] = buildTables();

function buildTables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0x82f63b78 : 0);
    return value;
  });
  const all = [first];
  for (let i = 1; i < 4; i++) all.push(all[i - 1]!.map((value) => (value >>> 8) ^ first[value & 255]!));
  return all;
}

const [t0, t1, t2, t3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];

/**
 * CRC-32C (Castagnoli) of the bytes from `start` to `end`, 0 … 2³² − 1.
 *
 * @example
 * crc32c(Buffer.from("123456789")) // => 0xe3069283
 */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let crc = -1;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc = t3[crc & 255]! ^ t2[(crc >>> 8) & 255]! ^ t1[(crc >>> 16) & 255]! ^ t0[crc >>> 24]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}

/** The masked checksum that TFRecord files keep: rotated right by 15 bits, plus a constant. */
export function maskedCrc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
