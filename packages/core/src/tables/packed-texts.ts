import { Buffer } from "node:buffer";

/** Texts kept as UTF-8, end to end in one buffer: a fraction of what as many strings take. */
export class PackedTexts {
  #bytes: Buffer = Buffer.allocUnsafeSlow(1 << 12);
  #used = 0;
  #ends: Uint32Array = new Uint32Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Makes room for so many texts of so many bytes altogether. */
  reserve(texts: number, bytes: number): void {
    this.#makeRoom(bytes);
    if (this.#length + texts > this.#ends.length) this.#ends = resized(this.#ends, this.#length + texts);
  }

  append(text: string | Uint8Array): void {
    // A UTF-16 unit takes three bytes at most.
    this.#makeRoom(typeof text === "string" ? 3 * text.length : text.length);
    if (typeof text === "string") this.#used += this.#bytes.write(text, this.#used, "utf8");
    else {
      this.#bytes.set(text, this.#used);
      this.#used += text.length;
    }
    if (this.#length === this.#ends.length) this.#ends = resized(this.#ends, 2 * this.#length);
    this.#ends[this.#length++] = this.#used;
  }

  at(row: number): string {
    return this.#bytes.toString("utf8", this.#start(row), this.#ends[row]);
  }

  /** A number that is equal for equal texts, 0 … 2³² − 1. */
  hashAt(row: number): number {
    return hash(this.#bytes, this.#start(row), this.#ends[row]!);
  }

  /** Whether the texts of two rows are equal. */
  equal(row: number, other: number): boolean {
    return (
      this.#bytes.compare(
        this.#bytes,
        this.#start(row),
        this.#ends[row],
        this.#start(other),
        this.#ends[other],
      ) === 0
    );
  }

  /** Lets go of the room that was kept for more, where it is worth a copy. */
  finish(): void {
    if (this.#used < 0.8 * this.#bytes.length) this.#bytes = copyOf(this.#bytes, this.#used, this.#used);
    if (this.#length < 0.8 * this.#ends.length) this.#ends = resized(this.#ends, this.#length);
  }

  #start(row: number): number {
    return row === 0 ? 0 : this.#ends[row - 1]!;
  }

  #makeRoom(more: number): void {
    const needed = this.#used + more;
    if (needed > this.#bytes.length)
      this.#bytes = copyOf(this.#bytes, this.#used, Math.max(needed, Math.ceil(1.5 * this.#bytes.length)));
  }
}

function copyOf(bytes: Buffer, used: number, length: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(length);
  bytes.copy(copy, 0, 0, used);
  return copy;
}

function resized(values: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(length);
  copy.set(values.subarray(0, length));
  return copy;
}

/** FNV-1a, finished as MurmurHash3 does, so that the low bits depend on all others. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
