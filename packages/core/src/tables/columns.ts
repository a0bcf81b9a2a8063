import { PackedTexts } from "./packed-texts.ts";

/** The cells of one column as they are read: texts where the text is wanted, else numbers. */
export type ColumnBuffer = TextBuffer | NumberBuffer;

export class TextBuffer {
  readonly kind = "text";
  readonly texts = new PackedTexts();

  /** Makes room for so many cells that take so many bytes altogether. */
  reserve(cells: number, bytes: number): void {
    this.texts.reserve(cells, bytes);
  }

  push(cell: unknown): void {
    this.texts.append(cell instanceof Uint8Array ? cell : textOf(cell));
  }
}

/** A cell that is no number: remembered, and complained about only if someone needs the column. */
export interface BadCell {
  readonly row: number;
  readonly got: string;
}

export class NumberBuffer {
  readonly kind = "number";
  firstBad: BadCell | undefined;
  #values: Float64Array<ArrayBuffer> = new Float64Array(1024);
  #length = 0;

  push(cell: unknown): void {
    this.#makeRoom(1);
    const value = numberOf(cell);
    if (value === undefined) this.firstBad ??= { row: this.#length, got: textOf(cell) };
    this.#values[this.#length] = value ?? Number.NaN;
    this.#length += 1;
  }

  /** Many numbers at once. */
  append(values: Float64Array): void {
    this.#makeRoom(values.length);
    this.#values.set(values, this.#length);
    this.#length += values.length;
  }

  /** Makes room for so many cells. */
  reserve(cells: number): void {
    if (this.#length + cells > this.#values.length) this.#resize(this.#length + cells);
  }

  finish(): Float64Array {
    return this.#length === this.#values.length ? this.#values : this.#values.slice(0, this.#length);
  }

  #makeRoom(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#values.length) this.#resize(Math.max(needed, 2 * this.#length));
  }

  #resize(length: number): void {
    const grown = new Float64Array(length);
    grown.set(this.#values.subarray(0, length));
    this.#values = grown;
  }
}

/** Cells of Parquet may hold anything. */
function textOf(cell: unknown): string {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number" || typeof cell === "bigint" || typeof cell === "boolean") return String(cell);
  return cell === null || cell === undefined ? "" : "a nested value";
}

const missing = /^(nan|na|n\/a|null|none)?$/i;
const infinite = /^([+-]?)inf(inity)?$/i;

/** The number that a cell holds, NaN where it is blank or says so; `undefined` where it is something else. */
function numberOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint" || typeof cell === "boolean") return Number(cell);
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell !== "string") return undefined;
  const value = cell === "" ? Number.NaN : Number(cell);
  if (!Number.isNaN(value) && (value !== 0 || cell.trim() !== "")) return value;
  const word = cell.trim();
  if (missing.test(word)) return Number.NaN;
  const sign = infinite.exec(word)?.[1];
  if (sign === undefined) return undefined;
  return sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
