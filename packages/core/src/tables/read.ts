import { type FileHandle, open, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { messageOf } from "../errors/error.ts";
import { parseCsv } from "./csv.ts";
import { tableInvalid } from "./invalid.ts";
import { parseParquet } from "./parquet.ts";
import type { Table } from "./table.ts";

/**
 * Reads a table from `.csv`, `.csv.gz` or `.parquet`: the columns `texts` as text, all others as numbers.
 *
 * @throws {ProxyboError} `TABLE_INVALID` naming file, row and column, for a file that is absent, empty, of another
 * type or malformed.
 * @example
 * const table = await readTable("nb201.csv.gz", ["arch"]);
 * table.numbers("valid", "validation accuracy") // => Float64Array [81.98, 90.77, …]
 */
export async function readTable(file: string, texts: readonly string[]): Promise<Table> {
  const type = [".csv", ".csv.gz", ".parquet"].find((ending) => file.toLowerCase().endsWith(ending));
  if (type === undefined) throw tableInvalid("expected a file ending in .csv, .csv.gz or .parquet", { file });
  const table = type === ".parquet" ? await readParquet(file, texts) : await readCsv(file, type, texts);
  if (table.length === 0)
    throw tableInvalid("expected at least one row below the header, got none", { file });
  return table;
}

async function readCsv(file: string, type: string, texts: readonly string[]): Promise<Table> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (bytes.length === 0) throw emptyFile(file);
  const content = type === ".csv" ? bytes : await gunzipped(file, bytes);
  return parseCsv(file, content.toString("utf8"), texts);
}

async function readParquet(file: string, texts: readonly string[]): Promise<Table> {
  const handle = await open(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  try {
    const { size } = await handle.stat();
    if (size === 0) throw emptyFile(file);
    return await parseParquet(file, { size, read: (start, end) => readRange(handle, start, end) }, texts);
  } finally {
    await handle.close();
  }
}

async function readRange(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - start);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new Error(`the file ends before byte ${end}`);
    done += bytesRead;
  }
  return bytes.buffer;
}

function unreadable(file: string, cause: unknown): Error {
  return tableInvalid(`expected a readable file, got: ${messageOf(cause)}`, { file }, { cause });
}

function emptyFile(file: string): Error {
  return tableInvalid("expected a header and rows, got an empty file", { file });
}

async function gunzipped(file: string, bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes);
  } catch (cause) {
    throw tableInvalid(`expected gzip data, got: ${messageOf(cause)}`, { file }, { cause });
  }
}
