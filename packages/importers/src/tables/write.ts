import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import * as zlib from "node:zlib";
import type { ColumnSource, ParquetWriteOptions } from "hyparquet-writer";
import { type Column, rowsOf } from "./column.ts";
import { type Provenance, provenanceMetadata } from "./provenance.ts";

const rowGroupRows = 1 << 14;

// Zstandard where the runtime has it, else gzip, which all have.
const { zstdCompressSync } = zlib as Partial<typeof zlib>;
const compression: Pick<ParquetWriteOptions, "codec" | "compressors"> =
  zstdCompressSync === undefined
    ? { codec: "GZIP", compressors: { GZIP: (input) => zlib.gzipSync(input) } }
    : { codec: "ZSTD", compressors: { ZSTD: (input) => zstdCompressSync(input) } };

/** The bytes of a Parquet file with these columns. */
export async function parquetBytes(columns: readonly Column[], provenance?: Provenance): Promise<Uint8Array> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const rows = rowsOf({ columns });
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: groupOf(columns, 0, 0) }),
    ...compression,
    statistics: false,
    createdBy: "proxybo",
    ...(provenance === undefined
      ? {}
      : { kvMetadata: provenanceMetadata(provenance).map((entry) => ({ ...entry })) }),
  });
  // One group of rows after the other: only its texts are unpacked.
  for (let start = 0; start < rows; start += rowGroupRows)
    await parquet.write({
      columnData: groupOf(columns, start, Math.min(rows, start + rowGroupRows)),
      rowGroupSize: rowGroupRows,
    });
  await parquet.finish();
  return bytes.getBytes();
}

function groupOf(columns: readonly Column[], start: number, end: number): ColumnSource[] {
  return columns.map((column) => ({
    name: column.name,
    nullable: false,
    // Compression does what a dictionary would, and the reader knows how much room texts take.
    encoding: "PLAIN" as const,
    ...(column.kind === "text"
      ? { type: "STRING", data: Array.from({ length: end - start }, (_, i) => column.values.at(start + i)!) }
      : { type: "DOUBLE", data: column.values.subarray(start, end) }),
  }));
}

/**
 * Puts a file in its place whole or not at all: written under another name beside it, flushed to the disk, renamed.
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(unfinished, "w");
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(unfinished, file);
  } catch (cause) {
    await handle?.close();
    await rm(unfinished, { force: true });
    throw cause;
  }
}
