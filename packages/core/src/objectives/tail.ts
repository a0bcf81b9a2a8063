/** Keeps the last `limit` bytes of a stream, however long it is. */
export class Tail {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size - this.#chunks[0]!.length >= this.#limit) this.#size -= this.#chunks.shift()!.length;
  }

  text(): string {
    const bytes = Buffer.concat(this.#chunks);
    // A character that was cut in two at the front is no text.
    return bytes
      .subarray(Math.max(0, bytes.length - this.#limit))
      .toString("utf8")
      .replace(/^\uFFFD+/, "");
  }
}
