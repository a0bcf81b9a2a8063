const digitBits = 8;
const digits = 2 ** digitBits;
/** Four digits hold the upper 32 bits of a number: its sign, its exponent and 20 bits of its mantissa. */
const passes = 4;
/** Runs longer than this are sorted by comparisons that take O(n log n). */
const shortRun = 32;
/** Which of the two words of a number is the upper one here. */
const upperWord = new Uint8Array(Uint16Array.of(1).buffer)[0];

/**
 * The order of finite numbers, as indices: the lowest first, equal ones by index. A radix sort over the upper 32 bits, in
 * O(n), then comparisons among the few whose upper bits are the same.
 *
 * @param values - n numbers; those that are NaN or infinite are left out.
 * @returns the indices of the finite ones.
 * @example
 * orderOf([0.3, NaN, 0.1]) // => Uint32Array [2, 0]
 */
export function orderOf(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const keys = new Uint32Array(n);
  const counts = new Uint32Array(passes * digits);
  let order = new Uint32Array(n);
  let count = 0;
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const upper = upperWord!;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    // Infinite and NaN.
    if (value - value !== 0) continue;
    number[0] = value + 0; // + 0: one zero, not two
    // So that they order as numbers do: the sign turned, negative ones as a whole.
    const word = words[upper]!;
    const key = (word < 0x80000000 ? word ^ 0x80000000 : ~word) >>> 0;
    keys[i] = key;
    order[count++] = i;
    counts[key & (digits - 1)]!++;
    counts[digits + ((key >>> digitBits) & (digits - 1))]!++;
    counts[2 * digits + ((key >>> (2 * digitBits)) & (digits - 1))]!++;
    counts[3 * digits + (key >>> (3 * digitBits))]!++;
  }
  order = order.subarray(0, count);
  if (count < 2) return order;
  let other = new Uint32Array(count);
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * digitBits;
    const starts = counts.subarray(pass * digits, (pass + 1) * digits);
    if (starts[(keys[order[0]!]! >>> shift) & (digits - 1)] === count) continue;
    for (let digit = 0, sum = 0; digit < digits; digit++) {
      const here = starts[digit]!;
      starts[digit] = sum;
      sum += here;
    }
    for (let k = 0; k < count; k++) {
      const i = order[k]!;
      other[starts[(keys[i]! >>> shift) & (digits - 1)]!++] = i;
    }
    [order, other] = [other, order];
  }
  sortRuns(order, keys, values);
  return order;
}

/** Sorts the runs of indices that share a key by their values. */
function sortRuns(order: Uint32Array, keys: Uint32Array, values: ArrayLike<number>): void {
  for (let start = 0, end = 1; start < order.length; start = end++) {
    const key = keys[order[start]!]!;
    let sorted = true;
    for (; end < order.length && keys[order[end]!] === key; end++)
      if (values[order[end]!]! < values[order[end - 1]!]!) sorted = false;
    if (sorted) continue;
    if (end - start > shortRun) {
      order.subarray(start, end).sort((a, b) => values[a]! - values[b]! || a - b);
      continue;
    }
    for (let k = start + 1; k < end; k++) {
      const i = order[k]!;
      let at = k;
      while (at > start && values[order[at - 1]!]! > values[i]!) {
        order[at] = order[at - 1]!;
        at--;
      }
      order[at] = i;
    }
  }
}
