import { open } from "node:fs/promises";
import { asImportInvalid } from "../invalid.ts";
import { type Column, number, text } from "./column.ts";
import { type Provenance, readProvenance } from "./provenance.ts";

/** What a Parquet file says of itself, without its rows. */
export interface TableInfo {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly kind: Column["kind"] }[];
  /** `undefined` where it was not imported by this package. */
  readonly provenance: Provenance | undefined;
}

/** Reads the footer of a Parquet file. */
export async function readInfo(file: string): Promise<TableInfo> {
  const { parquetMetadataAsync, parquetSchema } = await import("hyparquet");
  return withFile(file, async (buffer) => {
    const metadata = await parquetMetadataAsync(buffer);
    return {
      file,
      bytes: buffer.byteLength,
      rows: Number(metadata.num_rows),
      columns: parquetSchema(metadata).children.map(({ element }) => ({
        name: element.name,
        kind: element.type === "BYTE_ARRAY" ? ("text" as const) : ("number" as const),
      })),
      provenance: readProvenance(metadata.key_value_metadata),
    };
  });
}

/** Reads all columns of a Parquet file of texts and numbers. */
export async function readColumns(file: string): Promise<readonly Column[]> {
  const { parquetRead } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const info = await readInfo(file);
  return withFile(file, async (buffer) => {
    const texts = new Map<string, string[]>();
    const numbers = new Map<string, Float64Array>();
    for (const { name, kind } of info.columns)
      if (kind === "text") texts.set(name, []);
      else numbers.set(name, new Float64Array(info.rows).fill(Number.NaN));
    await parquetRead({
      file: buffer,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = texts.get(columnName);
        const values = numbers.get(columnName);
        for (let i = 0; i < columnData.length; i++) {
          const cell: unknown = columnData[i];
          if (column !== undefined) column[rowStart + i] = typeof cell === "string" ? cell : "";
          else if (cell !== null && cell !== undefined) values![rowStart + i] = Number(cell);
        }
      },
    });
    return info.columns.map(({ name, kind }) =>
      kind === "text" ? text(name, texts.get(name)!) : number(name, numbers.get(name)!),
    );
  });
}

interface Ranges {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

async function withFile<T>(file: string, use: (buffer: Ranges) => Promise<T>): Promise<T> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    return await use({
      byteLength: size,
      slice: async (start, end = size) => {
        const from = start < 0 ? size + start : start;
        const bytes = new Uint8Array((end < 0 ? size + end : end) - from);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
        if (bytesRead < bytes.length) throw new Error("the file ends too early");
        return bytes.buffer;
      },
    });
  } catch (cause) {
    throw asImportInvalid(cause, "a Parquet file", file);
  }
}
