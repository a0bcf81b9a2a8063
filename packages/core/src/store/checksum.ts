import { crc32 } from "node:zlib";

/** A value of a column, as SQLite gives it back. */
export type Cell = string | number | bigint | null;

/**
 * The CRC-32 of a row: SQLite itself checks pages of the write-ahead log only, so each row carries the sum of what it
 * says, and a bit that turned on the disk is noticed where it is read.
 */
export function rowChecksum(cells: readonly Cell[]): number {
  // Lengths keep neighbouring cells apart.
  let text = "";
  for (let i = 0; i < cells.length; i++) text += i === 0 ? shown(cells[i]!) : `\u0000${shown(cells[i]!)}`;
  return crc32(text);
}

function shown(cell: Cell): string {
  if (typeof cell === "string") return `${cell.length}:${cell}`;
  // NaN is kept as NULL.
  if (cell === null || Number.isNaN(cell)) return "null";
  return Object.is(cell, -0) ? "-0" : String(cell);
}
