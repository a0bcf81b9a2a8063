/** Numbers that are appended one by one. */
export class GrowingNumbers {
  #values: Float64Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** Adds to what is there at `index`. */
  add(index: number, value: number): void {
    this.#values[index]! += value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  /** What was appended: not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
