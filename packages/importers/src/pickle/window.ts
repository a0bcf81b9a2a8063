/** Thrown where the bytes at hand end before the operation does. Nothing was changed: it is tried again with more. */
export const starved = Symbol("starved");

/** The bytes of a pickle that have come and were not yet read. */
export class ByteWindow {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Where `#bytes` starts in the pickle. */
  #base = 0;
  /** How many bytes the operation that starved needs, from its start. */
  #wanted = 1;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  /** Position in the pickle of the next byte. */
  get offset(): number {
    return this.#base + this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Whether nothing is left to read. */
  get isEmpty(): boolean {
    return this.left === 0 && this.#waitingBytes === 0;
  }

  /** Adds bytes; whether there are enough to try again. */
  feed(bytes: Buffer): boolean {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.left + this.#waitingBytes < this.#wanted) return false;
    this.#wanted = 1;
    this.#base += this.#at;
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes =
      rest.length === 0 && this.#waiting.length === 1
        ? this.#waiting[0]!
        : Buffer.concat([rest, ...this.#waiting]);
    this.#at = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return true;
  }

  /** Goes back to where an operation started, which then waits for what it wanted. */
  rewind(offset: number): void {
    this.#wanted += this.offset - offset;
    this.#at = offset - this.#base;
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#take(2));
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#take(4));
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#take(4));
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#take(8));
  }

  f64(): number {
    return this.#bytes.readDoubleBE(this.#take(8));
  }

  bytes(length: number): Buffer {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  utf8(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString("utf8", start, start + length);
  }

  latin1(length: number): string {
    const start = this.#take(length);
    return this.#bytes.toString("latin1", start, start + length);
  }

  /** Up to the end of the line, `undefined` where it is longer than `limit`. */
  line(limit: number): string | undefined {
    const end = this.#bytes.indexOf(10, this.#at);
    const length = (end === -1 ? this.#bytes.length : end) - this.#at;
    if (length > limit) return undefined;
    if (end === -1) this.#take(length + 1);
    return this.latin1(length + 1).slice(0, -1);
  }

  #take(length: number): number {
    const start = this.#at;
    if (length > this.#bytes.length - start) {
      this.#wanted = length;
      throw starved;
    }
    this.#at = start + length;
    return start;
  }
}
