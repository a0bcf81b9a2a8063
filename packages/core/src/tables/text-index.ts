import { PackedTexts } from "./packed-texts.ts";

/** Finds the row of a text: a hash table of row numbers over packed texts. */
export class TextIndex {
  readonly #texts: PackedTexts;
  /** Row + 1 in each place that is taken. At most half of them are. */
  readonly #places: Int32Array;
  readonly #hashes: Uint32Array;
  /** The first row whose text an earlier row has too, and that row. */
  readonly twice: { readonly row: number; readonly first: number } | undefined;

  constructor(texts: PackedTexts) {
    this.#texts = texts;
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * texts.length + 2)));
    this.#hashes = new Uint32Array(texts.length);
    const mask = this.#places.length - 1;
    for (let row = 0; row < texts.length; row++) {
      const hash = texts.hashAt(row);
      this.#hashes[row] = hash;
      let place = hash & mask;
      for (; this.#places[place] !== 0; place = (place + 1) & mask) {
        const first = this.#places[place]! - 1;
        if (this.#hashes[first] !== hash || !texts.equal(row, first)) continue;
        this.twice = { row, first };
        return;
      }
      this.#places[place] = row + 1;
    }
  }

  /** The row of a text, -1 where there is none. */
  find(text: string): number {
    const asked = new PackedTexts();
    asked.append(text);
    const mask = this.#places.length - 1;
    const hash = asked.hashAt(0);
    for (let place = hash & mask; this.#places[place] !== 0; place = (place + 1) & mask) {
      const row = this.#places[place]! - 1;
      if (this.#hashes[row] === hash && this.#texts.at(row) === text) return row;
    }
    return -1;
  }
}
