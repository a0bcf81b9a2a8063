import { NumpyType, AllowedName, type PickleValue, released } from "./values.ts";

const pageSize = 4096;

/**
 * What a pickle says it will refer to again. Values that a consumer has let go of are released; a page of which nothing
 * but texts is left keeps a number for each.
 */
export class Memo {
  readonly #pages: (PickleValue[] | Uint32Array)[] = [];
  #length = 0;
  readonly #texts: PickleValue[] = [released];
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
    if (values instanceof Uint32Array)
      this.#pages[page] = values = Array.from(values, (number) => this.#texts[number]!);
    values[index % pageSize] = value;
  }

  get(index: number): PickleValue | undefined {
    if (index >= this.#length) return undefined;
    const page = this.#pages[Math.floor(index / pageSize)]!;
    const value = page[index % pageSize]!;
    return page instanceof Uint32Array ? this.#texts[value as number] : value;
  }

  /** Releases the collections that were memorised from `start` on. */
  release(start: number): void {
    for (let index = start; index < this.#length; index++) {
      const page = this.#pages[Math.floor(index / pageSize)]!;
      if (page instanceof Uint32Array) {
        index += pageSize - 1 - (index % pageSize);
        continue;
      }
      if (isCollection(page[index % pageSize]!)) page[index % pageSize] = released;
    }
    // Full pages before the last one become numbers, where they hold texts only.
    for (let page = Math.ceil(start / pageSize); (page + 1) * pageSize <= this.#length; page++)
      this.#compact(page);
  }

  #compact(page: number): void {
    const values = this.#pages[page]!;
    if (values instanceof Uint32Array) return;
    if (!values.every((value) => value === released || typeof value === "string")) return;
    this.#pages[page] = Uint32Array.from(values, (value) => (value === released ? 0 : this.#numberOf(value)));
  }

  #numberOf(text: PickleValue): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
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
