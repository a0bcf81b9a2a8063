/** Finds rows of numbers by their content. */
export class RowIndex {
  readonly #width: number;
  /** The last entry of each bucket, the one before each entry, and each entry's hash, slot and row. */
  #buckets: Int32Array = new Int32Array(1024).fill(-1);
  #previous: number[] = [];
  #hashes: number[] = [];
  #slots: number[] = [];
  #rows: Float64Array = new Float64Array(0);

  constructor(width: number) {
    this.#width = width;
  }

  clear(): void {
    this.#buckets.fill(-1);
    this.#previous = [];
    this.#hashes = [];
    this.#slots = [];
  }

  /** The slot of row `i` of `rows`; -1 where it was not added. */
  find(rows: Float64Array, i: number): number {
    const entry = this.#entryOf(rows, i);
    return entry < 0 ? -1 : this.#slots[entry]!;
  }

  /**
   * The slots of rows 0 … n − 1. Rows that come in the order in which they were added are found at a look each.
   */
  findAll(rows: Float64Array, n: number): Int32Array {
    const slots = new Int32Array(n);
    let guess = 0;
    for (let i = 0; i < n; i++) {
      let entry = -1;
      for (let k = guess; k < guess + 2 && entry < 0; k++)
        if (k < this.#slots.length && this.#equals(k, rows, i)) entry = k;
      if (entry < 0) entry = this.#entryOf(rows, i);
      slots[i] = entry < 0 ? -1 : this.#slots[entry]!;
      if (entry >= 0) guess = entry + 1;
    }
    return slots;
  }

  #entryOf(rows: Float64Array, i: number): number {
    const hash = this.#hash(rows, i);
    let entry = this.#buckets[hash & (this.#buckets.length - 1)]!;
    for (; entry >= 0; entry = this.#previous[entry]!)
      if (this.#hashes[entry] === hash && this.#equals(entry, rows, i)) return entry;
    return -1;
  }

  add(rows: Float64Array, i: number, slot: number): void {
    const width = this.#width;
    const entry = this.#slots.push(slot) - 1;
    if (this.#rows.length < (entry + 1) * width) {
      const grown = new Float64Array(2 * (entry + 16) * width);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    for (let f = 0; f < width; f++) this.#rows[entry * width + f] = rows[i * width + f]!;
    this.#hashes.push(this.#hash(rows, i));
    this.#link(entry);
    if (this.#slots.length <= this.#buckets.length) return;
    this.#buckets = new Int32Array(4 * this.#buckets.length).fill(-1);
    for (let e = 0; e < this.#slots.length; e++) this.#link(e);
  }

  #link(entry: number): void {
    const bucket = this.#hashes[entry]! & (this.#buckets.length - 1);
    this.#previous[entry] = this.#buckets[bucket]!;
    this.#buckets[bucket] = entry;
  }

  #equals(entry: number, rows: Float64Array, i: number): boolean {
    const width = this.#width;
    const known = this.#rows;
    for (let f = 0, a = entry * width, b = i * width; f < width; f++, a++, b++)
      if (known[a] !== rows[b]) return false;
    return true;
  }

  /** Of parts of each number that differ between small whole numbers and between close fractions. */
  #hash(rows: Float64Array, i: number): number {
    const width = this.#width;
    let hash = 0;
    for (let f = 0, at = i * width; f < width; f++, at++) {
      const value = rows[at]!;
      const whole = value | 0;
      hash = Math.imul(hash ^ whole ^ (((value - whole) * 1_048_576) | 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
