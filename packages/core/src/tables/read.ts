import { readFile } from "node:fs/promises";
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
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw tableInvalid(`expected a readable file, got: ${messageOf(cause)}`, { file }, { cause });
  });
  if (bytes.length === 0) throw tableInvalid("expected a header and rows, got an empty file", { file });
  const table =
    type === ".parquet"
      ? await parseParquet(file, bytes, texts)
      : await parseCsv(
          file,
          (type === ".csv" ? bytes : await gunzipped(file, bytes)).toString("utf8"),
          texts,
        );
  if (table.length === 0)
    throw tableInvalid("expected at least one row below the header, got none", { file });
  return table;
}

async function gunzipped(file: string, bytes: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes);
  } catch (cause) {
    throw tableInvalid(`expected gzip data, got: ${messageOf(cause)}`, { file }, { cause });
  }
}
