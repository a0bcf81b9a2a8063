import type { ColumnData } from "hyparquet";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { tableInvalid } from "./invalid.ts";
import { columnBuffers, Table } from "./table.ts";

/** Reads Parquet (every codec); the columns `texts` as text, all others as numbers. */
export async function parseParquet(
  file: string,
  bytes: Uint8Array,
  texts: readonly string[],
): Promise<Table> {
  // Loaded only when such a file comes.
  const { parquetMetadata, parquetRead, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(buffer);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const columns = columnBuffers(file, names, texts);
    const onChunk = ({ columnName, columnData }: ColumnData): void => {
      const column = columns.get(columnName)!;
      for (let i = 0; i < columnData.length; i++) column.push(columnData[i]);
    };
    await parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      compressors,
      onChunk,
    });
    return new Table(file, columns, (index) => index + 1);
  } catch (cause) {
    if (cause instanceof ProxyboError) throw cause;
    throw tableInvalid(
      `expected a Parquet file, got one that cannot be read: ${messageOf(cause)}`,
      { file },
      { cause },
    );
  }
}
