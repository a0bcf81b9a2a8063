const bytesANumber = 8;

/**
 * The order of finite numbers, as indices: the lowest first, equal ones by index. A radix sort over the bytes of their
 * bits, so n numbers take O(n) steps, and bytes that are the same in all of them none.
 *
 * @param values - n numbers; those that are NaN or infinite are left out.
 * @returns the indices of the finite ones.
 * @example
 * orderOf([0.3, NaN, 0.1]) // => Uint32Array [2, 0]
 */
export function orderOf(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const bits = new DataView(new ArrayBuffer(bytesANumber * n));
  let order = new Uint32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    writeSortable(bits, bytesANumber * i, value);
    order[count++] = i;
  }
  order = order.subarray(0, count);
  if (count < 2) return order;
  const bytes = new Uint8Array(bits.buffer);
  const ends = byteCounts(bytes, order);
  let other = new Uint32Array(count);
  for (let byte = 0; byte < bytesANumber; byte++) {
    const starts = ends.subarray(256 * byte, 256 * (byte + 1));
    if (starts[bytes[bytesANumber * order[0]! + byte]!] === count) continue;
    for (let digit = 0, sum = 0; digit < 256; digit++) {
      const here = starts[digit]!;
      starts[digit] = sum;
      sum += here;
    }
    for (let k = 0; k < count; k++) {
      const i = order[k]!;
      other[starts[bytes[bytesANumber * i + byte]!]!++] = i;
    }
    [order, other] = [other, order];
  }
  return order;
}

/** Writes a number so that its bytes, the last one first, order as numbers do: the sign turned, negative ones as a whole. */
function writeSortable(bits: DataView, at: number, value: number): void {
  bits.setFloat64(at, value + 0, true); // + 0: one zero, not two
  const high = bits.getUint32(at + 4, true);
  if (high < 0x80000000) bits.setUint32(at + 4, high ^ 0x80000000, true);
  else {
    bits.setUint32(at + 4, ~high, true);
    bits.setUint32(at, ~bits.getUint32(at, true), true);
  }
}

/** How often each value 0 … 255 of each of the eight bytes occurs. */
function byteCounts(bytes: Uint8Array, order: Uint32Array): Uint32Array {
  const counts = new Uint32Array(256 * bytesANumber);
  for (let k = 0; k < order.length; k++) {
    const at = bytesANumber * order[k]!;
    for (let byte = 0; byte < bytesANumber; byte++) counts[256 * byte + bytes[at + byte]!]!++;
  }
  return counts;
}
