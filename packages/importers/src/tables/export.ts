import { readFile } from "node:fs/promises";
import { ProxyboError } from "@proxybo/core";
import type { Column } from "./column.ts";
import { readColumns } from "./read.ts";
import { replaceFile } from "./write.ts";

/** Writes an imported table as `.csv` (RFC 4180; blanks are empty) or `.parquet`, by the ending of `to`. */
export async function exportTable(file: string, to: string): Promise<void> {
  const ending = to.toLowerCase();
  if (ending.endsWith(".parquet")) return replaceFile(to, await readFile(file));
  if (ending.endsWith(".csv")) return replaceFile(to, csvBytes(await readColumns(file)));
  throw new ProxyboError("USAGE", `expected a file ending in .csv or .parquet, got '${to}'`);
}

function csvBytes(columns: readonly Column[]): Uint8Array {
  const parts: string[] = [`${columns.map(({ name }) => quoted(name)).join(",")}\n`];
  const rows = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++)
    parts.push(`${columns.map(({ values }) => cell(values.at(row)!)).join(",")}\n`);
  return Buffer.from(parts.join(""));
}

function cell(value: string | number): string {
  if (typeof value === "string") return quoted(value);
  if (Number.isNaN(value)) return "";
  return Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf";
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
