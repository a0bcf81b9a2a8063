import { NumpyType, AllowedName, type PickleValue, released } from "./values.ts";

const pageSize = 4096;
/** So many pages before what was released last are left as they are: what is in them may be released yet. */
const keptPages = 16;

/**
 * What a pickle says it will refer to again. Values that a consumer has let go of are released; pages that are long past
 * keep a number for each value that is left, equal texts the same.
 */
export class Memo {
  readonly #pages: (PickleValue[] | Uint16Array | Uint32Array)[] = [];
  #length = 0;
  readonly #values: PickleValue[] = [released];
  #compacted = 0;
  readonly #numbers = new Map<PickleValue, number>();

  get length(): number {
    return this.#length;
  }

  /** Whether `index` follows what is there or is there already. */
  accepts(index: number): boolean {
    return index <= this.#length;
  }

  set(index: number, value: PickleValue): void {
    const page = Math.floor(index / pageSize);
    if (index === this.#length) {
      this.#length += 1;
      if (index % pageSize === 0) this.#pages.push([]);
    }
    let values = this.#pages[page]!;
    if (!Array.isArray(values))
      this.#pages[page] = values = Array.from(values, (number) => this.#values[number]!);
    values[index % pageSize] = value;
  }

  get(index: number): PickleValue | undefined {
    if (index >= this.#length) return undefined;
    const page = this.#pages[Math.floor(index / pageSize)]!;
    const value = page[index % pageSize]!;
    return Array.isArray(page) ? value : this.#values[value as number];
  }

  /** Releases the collections that were memorised from `start` on. */
  release(start: number): void {
    for (let index = start; index < this.#length; index++) {
      const page = this.#pages[Math.floor(index / pageSize)]!;
      if (!Array.isArray(page)) {
        index += pageSize - 1 - (index % pageSize);
        continue;
      }
      if (isCollection(page[index % pageSize]!)) page[index % pageSize] = released;
    }
    for (; this.#compacted < Math.floor(start / pageSize) - keptPages; this.#compacted++)
      this.#pages[this.#compacted] = this.#numbered(this.#pages[this.#compacted] as PickleValue[]);
  }

  #numbered(values: readonly PickleValue[]): Uint16Array | Uint32Array {
    const numbers = Uint32Array.from(values, (value) => (value === released ? 0 : this.#numberOf(value)));
    // A benchmark repeats a few thousand texts a hundred million times.
    return this.#values.length <= 1 << 16 ? Uint16Array.from(numbers) : numbers;
  }

  #numberOf(value: PickleValue): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#values.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}

function isCollection(value: PickleValue): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof NumpyType) &&
    !(value instanceof AllowedName)
  );
}
