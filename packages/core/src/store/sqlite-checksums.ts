import type { DatabaseSync } from "node:sqlite";
import { type Cell, rowChecksum } from "./checksum.ts";

/** What each table's checksum is made of, in this order; the rest of a row derives from it. */
export const checkedColumns = {
  studies: ["seq", "id", "name", "created", "settings"],
  observations: ["study", "n", "text", "key", "outcome", "seconds", "why", "cost"],
  score_sets: ["seq", "scope", "proxy"],
  proxy_scores: ["score_set", "key", "raw", "seconds", "failure"],
} as const;

export type CheckedTable = keyof typeof checkedColumns;

/** The checksum that a row should carry. */
export function checksumOf(table: CheckedTable, row: object): number {
  return rowChecksum(checkedColumns[table].map((column) => (row as Record<string, Cell>)[column] ?? null));
}

/** Gives every row of a store that had no checksums its own. */
export function fillChecksums(database: DatabaseSync): void {
  for (const [table, columns] of Object.entries(checkedColumns)) {
    const identity = table === "proxy_scores" ? ["score_set", "key"] : ["seq"];
    const where = identity.map((column) => `${column} = ?`).join(" AND ");
    const update = database.prepare(`UPDATE ${table} SET crc = ? WHERE ${where}`);
    const wanted = [...new Set([...identity, ...columns])].join(", ");
    const rows = database.prepare(`SELECT ${wanted} FROM ${table}`).all() as Record<string, Cell>[];
    for (const row of rows)
      update.run(
        checksumOf(table as CheckedTable, row),
        ...identity.map((column) => row[column] as string | number),
      );
  }
}
