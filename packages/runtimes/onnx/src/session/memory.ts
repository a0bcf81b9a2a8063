import type { ElementType } from "../graph/graph.ts";

export type Numbers = Float32Array | BigInt64Array;

/**
 * Arrays for values between sessions, used again and again: fresh memory costs more than what is computed in it. Keeps
 * at most `limit` bytes that are not in use; the sizes that were not asked for longest go first.
 */
export class Memory {
  readonly #limit: number;
  /** By type and length, least recently used first. */
  readonly #free = new Map<string, Numbers[]>();
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Contents are whatever they were. */
  take(type: ElementType, length: number): Numbers {
    const key = `${type} ${length}`;
    const list = this.#free.get(key);
    if (list) this.#touch(key, list);
    const known = list?.pop();
    if (known) {
      this.#bytes -= known.byteLength;
      return known;
    }
    return type === "int64" ? new BigInt64Array(length) : new Float32Array(length);
  }

  give(numbers: Numbers): void {
    const type: ElementType = numbers instanceof Float32Array ? "float32" : "int64";
    const key = `${type} ${numbers.length}`;
    const list = this.#free.get(key) ?? [];
    list.push(numbers);
    this.#touch(key, list);
    this.#bytes += numbers.byteLength;
    for (const [oldest, arrays] of this.#free) {
      while (this.#bytes > this.#limit && arrays.length > 0) this.#bytes -= arrays.pop()!.byteLength;
      if (this.#bytes <= this.#limit) break;
      this.#free.delete(oldest);
    }
  }

  clear(): void {
    this.#free.clear();
    this.#bytes = 0;
  }

  #touch(key: string, list: Numbers[]): void {
    this.#free.delete(key);
    this.#free.set(key, list);
  }
}
