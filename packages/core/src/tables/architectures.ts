import { getOrElse, isLeft } from "fp-ts/lib/Either.js";
import type { SearchSpace } from "../contracts/space.ts";
import { tableInvalid } from "./invalid.ts";
import { PackedTexts } from "./packed-texts.ts";
import { canonicalColumn } from "./parquet.ts";
import type { Table } from "./table.ts";
import { TextIndex } from "./text-index.ts";

/** Finds the row of an architecture. */
export interface RowIndex<A> {
  /** The row of that text; else the first row with the same key; -1 without either. */
  find(text: string, key: string): number;
  /** The same for a value. */
  rowOf(architecture: A): number;
  /** The architecture of a row. */
  architecture(row: number): A;
}

/**
 * Reads a column of architectures by the space. Rows of one key but different texts are separate trainings, so the
 * text counts first.
 *
 * @throws {ProxyboError} `TABLE_INVALID` naming the row, for a malformed architecture or one that comes twice.
 */
export function indexArchitectures<A>(table: Table, column: string, space: SearchSpace<A>): RowIndex<A> {
  // What is returned holds on to the texts, not to the table.
  const texts = textsOfSpace(table, column, space);
  const rows = indexTexts(table, column, texts);
  const architecture = (row: number): A => getOrElse<unknown, A>(neverMalformed)(space.parse(texts.at(row)));
  // Needed only where a text is absent.
  let keyed: Map<string, number> | undefined;
  const byKey = (): Map<string, number> => {
    if (keyed !== undefined) return keyed;
    keyed = new Map();
    for (let row = texts.length - 1; row >= 0; row--) keyed.set(space.key(architecture(row)), row);
    return keyed;
  };
  const find = (text: string, key: () => string): number => {
    const row = rows.find(text);
    return row === -1 ? (byKey().get(key()) ?? -1) : row;
  };
  // Every proxy asks for the same candidates; values of a space are immutable, so a row once found stays right.
  const found = new WeakMap<object, number>();
  const rowOf = (value: A): number => {
    const held = typeof value === "object" && value !== null ? value : undefined;
    const known = held && found.get(held);
    if (known !== undefined) return known;
    const row = find(space.format(value), () => space.key(value));
    if (held !== undefined) found.set(held, row);
    return row;
  };
  return { find: (text, key) => find(text, () => key), rowOf, architecture };
}

/** The space's own text of each row, whatever spelling the file has. */
function textsOfSpace<A>(table: Table, column: string, space: SearchSpace<A>): PackedTexts {
  const cells = table.packedTexts(column, "the text of each architecture");
  if (table.canonical === space.name && column === canonicalColumn) return cells;
  const texts = new PackedTexts();
  for (let row = 0; row < cells.length; row++) {
    const cell = cells.at(row);
    const parsed = space.parse(cell);
    if (isLeft(parsed)) {
      const { message, hint } = parsed.left;
      throw tableInvalid(
        `expected an architecture of the space '${space.name}', got '${cell}': ${message}`,
        { file: table.file, row: table.rowNumber(row), field: column },
        { cause: parsed.left, ...(hint === undefined ? {} : { hint }) },
      );
    }
    texts.append(space.format(parsed.right));
  }
  texts.finish();
  return texts;
}

function indexTexts(table: Table, column: string, texts: PackedTexts): TextIndex {
  const index = new TextIndex(texts);
  if (index.twice === undefined) return index;
  const { row, first } = index.twice;
  throw tableInvalid(
    `expected each architecture once, got '${texts.at(row)}' in row ${table.rowNumber(first)} too`,
    { file: table.file, row: table.rowNumber(row), field: column },
  );
}

function neverMalformed(): never {
  throw new Error("the space refused a text that it had written itself");
}
