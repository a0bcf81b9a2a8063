import { getOrElse, isLeft } from "fp-ts/lib/Either.js";
import type { SearchSpace } from "../contracts/space.ts";
import { tableInvalid } from "./invalid.ts";
import type { Table } from "./table.ts";

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
  const rows = rowsByText(table, column, space);
  const texts = [...rows.keys()];
  const architecture = (row: number): A => getOrElse<unknown, A>(neverMalformed)(space.parse(texts[row]!));
  // Needed only where a text is absent.
  let keyed: Map<string, number> | undefined;
  const byKey = (): Map<string, number> => {
    if (keyed !== undefined) return keyed;
    keyed = new Map();
    for (let row = texts.length - 1; row >= 0; row--) keyed.set(space.key(architecture(row)), row);
    return keyed;
  };
  // Every proxy asks for the same candidates; values of a space are immutable, so a row once found stays right.
  const found = new WeakMap<object, number>();
  const rowOf = (value: A): number => {
    const held = typeof value === "object" && value !== null ? value : undefined;
    const known = held && found.get(held);
    if (known !== undefined) return known;
    const row = rows.get(space.format(value)) ?? byKey().get(space.key(value)) ?? -1;
    if (held !== undefined) found.set(held, row);
    return row;
  };
  return { find: (text, key) => rows.get(text) ?? byKey().get(key) ?? -1, rowOf, architecture };
}

/** Each row by the space's own text, whatever spelling the file has; in order. */
function rowsByText<A>(table: Table, column: string, space: SearchSpace<A>): ReadonlyMap<string, number> {
  const cells = table.texts(column, "the text of each architecture");
  const place = (row: number) => ({ file: table.file, row: table.rowNumber(row), field: column });
  const rows = new Map<string, number>();
  for (const [row, cell] of cells.entries()) {
    const parsed = space.parse(cell);
    if (isLeft(parsed)) {
      const { message, hint } = parsed.left;
      throw tableInvalid(
        `expected an architecture of the space '${space.name}', got '${cell}': ${message}`,
        place(row),
        { cause: parsed.left, ...(hint === undefined ? {} : { hint }) },
      );
    }
    const text = space.format(parsed.right);
    const first = rows.get(text);
    if (first !== undefined)
      throw tableInvalid(
        `expected each architecture once, got '${text}' in row ${table.rowNumber(first)} too`,
        place(row),
      );
    rows.set(text, row);
  }
  return rows;
}

function neverMalformed(): never {
  throw new Error("the space refused a text that it had written itself");
}
