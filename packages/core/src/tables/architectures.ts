import { isLeft } from "fp-ts/lib/Either.js";
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
  const cells = table.texts(column, "the text of each architecture");
  const rows = new Map<string, number>();
  const parse = (row: number): A => {
    const parsed = space.parse(cells[row]!);
    if (!isLeft(parsed)) return parsed.right;
    const cause = parsed.left;
    throw tableInvalid(
      `expected an architecture of the space '${space.name}', got '${cells[row]}': ${cause.message}`,
      { file: table.file, row: table.rowNumber(row), field: column },
      { cause, ...(cause.hint === undefined ? {} : { hint: cause.hint }) },
    );
  };
  for (let row = 0; row < table.length; row++) {
    // The space's own text, whatever spelling the file has.
    const text = space.format(parse(row));
    const first = rows.get(text);
    if (first !== undefined)
      throw tableInvalid(
        `expected each architecture once, got '${text}' in row ${table.rowNumber(first)} too`,
        {
          file: table.file,
          row: table.rowNumber(row),
          field: column,
        },
      );
    rows.set(text, row);
  }
  // Needed only where a text is absent.
  let keyed: Map<string, number> | undefined;
  const byKey = (): Map<string, number> => {
    if (keyed !== undefined) return keyed;
    keyed = new Map();
    for (let row = table.length - 1; row >= 0; row--) keyed.set(space.key(parse(row)), row);
    return keyed;
  };
  // Every proxy asks for the same candidates; values of a space are immutable, so a row once found stays right.
  const found = new WeakMap<object, number>();
  const rowOf = (architecture: A): number => {
    const value: unknown = architecture;
    const held = typeof value === "object" && value !== null ? value : undefined;
    const memo = held && found.get(held);
    if (memo !== undefined) return memo;
    const row = rows.get(space.format(architecture)) ?? byKey().get(space.key(architecture)) ?? -1;
    if (held !== undefined) found.set(held, row);
    return row;
  };
  return {
    find: (text, key) => rows.get(text) ?? byKey().get(key) ?? -1,
    rowOf,
    architecture: parse,
  };
}
