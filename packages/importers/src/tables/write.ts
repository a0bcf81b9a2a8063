import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import * as zlib from "node:zlib";
import type { ParquetWriteOptions } from "hyparquet-writer";
import type { Column } from "./column.ts";
import { type Provenance, provenanceMetadata } from "./provenance.ts";

const rowGroupRows = 1 << 16;

// Zstandard where the runtime has it, else gzip, which all have.
const { zstdCompressSync } = zlib as Partial<typeof zlib>;
const compression: Pick<ParquetWriteOptions, "codec" | "compressors"> =
  zstdCompressSync === undefined
    ? { codec: "GZIP", compressors: { GZIP: (input) => zlib.gzipSync(input) } }
    : { codec: "ZSTD", compressors: { ZSTD: (input) => zstdCompressSync(input) } };

/** The bytes of a Parquet file with these columns. */
export async function parquetBytes(columns: readonly Column[], provenance?: Provenance): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, kind, values }) => ({
        name,
        data: values as string[] | Float64Array,
        type: kind === "text" ? "STRING" : "DOUBLE",
        nullable: false,
      })),
      rowGroupSize: rowGroupRows,
      ...compression,
      statistics: false,
      createdBy: "proxybo",
      ...(provenance === undefined
        ? {}
        : { kvMetadata: provenanceMetadata(provenance).map((entry) => ({ ...entry })) }),
    }),
  );
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
