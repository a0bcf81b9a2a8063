import { rowChecksum, type Cell } from "./checksum.ts";
import { decodeExact } from "./exact-json.ts";
import { checkedColumns, type CheckedTable, checksumOf } from "./sqlite-checksums.ts";
import { rowsOf, type PageRow } from "./sqlite-cells.ts";
import { openImage } from "./sqlite-image.ts";

/** A row by its columns. */
export type Row = Readonly<Record<string, Cell>>;

/** What is sound of a store, table by table; rows in the order in which they stand in the file. */
export interface Recovered {
  readonly tables: Readonly<Record<RecoverableTable, readonly Row[]>>;
  /** Rows that are there and do not fit their checksums, for people. */
  readonly damaged: readonly string[];
}

export type RecoverableTable = CheckedTable | "trials" | "attempts" | "locks";

/** The columns of each table as they stand in its rows, where each row is kept, and what identifies it. */
const layouts = {
  studies: { kind: "table", columns: ["seq", "id", "name", "created", "settings", "crc"], id: ["seq"] },
  observations: {
    kind: "table",
    columns: [
      "seq",
      "study",
      "n",
      "text",
      "key",
      "error",
      "outcome",
      "seconds",
      "why",
      "cost",
      "failed",
      "crc",
    ],
    id: ["study", "n"],
  },
  attempts: {
    kind: "table",
    columns: ["seq", "study", "n", "attempt", "record", "crc"],
    id: ["study", "n", "attempt"],
  },
  score_sets: { kind: "table", columns: ["seq", "scope", "proxy", "crc"], id: ["seq"] },
  trials: { kind: "index", columns: ["study", "n", "record", "crc"], id: ["study", "n"] },
  proxy_scores: {
    kind: "index",
    columns: ["score_set", "key", "raw", "seconds", "failure", "crc"],
    id: ["score_set", "key"],
  },
  locks: { kind: "index", columns: ["study", "name", "token", "owner", "beat"], id: ["study", "name"] },
} as const;

/**
 * Goes through every page of a store, and takes each row that fits its checksum, however damaged the rest is. Stores of
 * version 1 have no checksums: their rows are taken as they read.
 */
export function recoverRows(file: string): Recovered {
  const image = openImage(file);
  try {
    const pages: Page[] = [];
    const damaged: string[] = [];
    for (let number = 1; number <= image.pages; number++) {
      const rows = [...rowsOf(image, number, () => damaged.push(`a row of page ${number}`))];
      if (rows.length > 0) pages.push({ rows, median: rows[Math.floor(rows.length / 2)]!.rowid });
    }
    const tables = new Map<string, Map<string, Row>>();
    for (const table of Object.keys(layouts)) tables.set(table, new Map());
    // Version 1, or a header that says nothing.
    const mayLackChecksums = image.version <= 1;
    // A page holds rows in their order, whatever became of one's number.
    for (const row of pages.toSorted((a, b) => a.median - b.median).flatMap(({ rows }) => rows)) {
      const table = tableOf(row, mayLackChecksums);
      if (table === undefined) continue;
      const named = nameCells(table, row);
      if (!isSound(table, named)) damaged.push(describe(table, named));
      else tables.get(table)!.set(layouts[table].id.map((column) => named[column]).join(" "), named);
    }
    const kept = [...tables].map(([table, rows]) => [table, [...rows.values()]] as const);
    return {
      tables: Object.fromEntries(kept) as unknown as Recovered["tables"],
      damaged: [...new Set(damaged)],
    };
  } finally {
    image.close();
  }
}

interface Page {
  readonly rows: readonly PageRow[];
  /** The number of the row in its middle. */
  readonly median: number;
}

/** Which table a row is of, by its form; rows of indexes and of SQLite's own are of none. */
function tableOf({ kind, cells }: PageRow, mayLackChecksums: boolean): RecoverableTable | undefined {
  const form = cells.map((cell) => (cell === null ? "-" : typeof cell === "string" ? "t" : "n")).join("");
  const has = (columns: number): boolean =>
    cells.length === columns || (mayLackChecksums && cells.length === columns - 1);
  if (kind === "table") {
    if (has(12) && form.startsWith("-nntt")) return "observations";
    if (has(6) && form.startsWith("-tttt")) return "studies";
    if (form === "-nnntn") return "attempts";
    return has(4) && form.startsWith("-tt") ? "score_sets" : undefined;
  }
  if (form === "ntttn") return "locks";
  if (form === "nntn") return "trials";
  return has(6) && /^nt[n-][n-][t-]/.test(form) ? "proxy_scores" : undefined;
}

function nameCells(table: RecoverableTable, { cells, rowid }: PageRow): Row {
  const columns = layouts[table].columns.slice(0, cells.length);
  const row = Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? null]));
  return columns[0] === "seq" ? { ...row, seq: rowid } : row;
}

function isSound(table: RecoverableTable, row: Row): boolean {
  // Locks have no checksum, nor has anything of version 1: that much can be read is all that can be said.
  if (!Object.hasOwn(row, "crc")) return table === "locks" || isReadable(row);
  if (Object.hasOwn(checkedColumns, table)) return checksumOf(table as CheckedTable, row) === row["crc"];
  return rowChecksum([row["study"]!, row["n"]!, row["record"]!]) === row["crc"];
}

function isReadable({ settings, outcome, why, cost }: Row): boolean {
  try {
    for (const text of [settings, outcome, why, cost]) if (text !== undefined) decodeExact(String(text));
    return true;
  } catch {
    return false;
  }
}

function describe(table: RecoverableTable, row: Row): string {
  const place = layouts[table].id.map((column) => `${column} ${String(row[column]).slice(0, 60)}`).join(", ");
  return `${table.replaceAll("_", " ")}: ${place}`;
}
