import * as zlib from "node:zlib";
import type { ColumnData, Compressors, FileMetaData, RowGroup, SchemaElement } from "hyparquet";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { type ColumnBuffer, NumberBuffer } from "./columns.ts";
import { tableInvalid } from "./invalid.ts";
import { checkPages } from "./parquet-pages.ts";
import { columnBuffers, Table, type TableNotes } from "./table.ts";

/** The column whose texts a file may declare to be a space's own, by the metadata `canonicalKey`. */
export const canonicalColumn = "arch";
const canonicalKey = "proxybo.canonical-space";
const metricKey = "proxybo.metric";

// Far more than any table has. What a file says of its texts is believed up to here; beyond, room is made as they come.
const mostRows = 1 << 24;
const mostBytes = 1 << 28;

/** Bytes of a file, any range of them. */
export interface ByteRanges {
  readonly size: number;
  read(start: number, end: number): Promise<ArrayBuffer>;
}

/**
 * Reads Parquet (every codec); the columns `texts` as text, all others as numbers. One row group after the other: what
 * is decoded of one can go before the next comes.
 */
export async function parseParquet(
  file: string,
  bytes: ByteRanges,
  texts: readonly string[],
): Promise<Table> {
  // Loaded only when such a file comes.
  const { parquetMetadataAsync, parquetRead, parquetSchema, snappyUncompress } = await import("hyparquet");
  const buffer = {
    byteLength: bytes.size,
    slice: (start: number, end: number = bytes.size) =>
      bytes.read(start < 0 ? bytes.size + start : start, end < 0 ? bytes.size + end : end),
  };
  try {
    const metadata = await parquetMetadataAsync(buffer);
    const elements = parquetSchema(metadata).children.map(({ element }) => element);
    if (metadata.row_groups.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0) > mostRows)
      throw tableInvalid(`expected at most ${mostRows} rows, got more`, { file });
    const notes = notesOf(metadata);
    const columns = columnBuffers(
      file,
      elements.map(({ name }) => name),
      texts,
    );
    for (const [name, column] of columns)
      column.reserve(
        Math.min(Number(metadata.num_rows), mostRows),
        Math.min(bytesOf(metadata, name), mostBytes),
      );
    const wanted =
      notes.canonical === undefined
        ? elements
        : elements.filter((one) => texts.includes(one.name) || !isText(one));
    for (const { name } of elements.filter((one) => !wanted.includes(one)))
      leaveUnread(columns.get(name)!, metadata);
    const onChunk = ({ columnName, columnData }: ColumnData): void => {
      const column = columns.get(columnName)!;
      if (columnData instanceof Float64Array && column instanceof NumberBuffer) column.append(columnData);
      else for (let i = 0; i < columnData.length; i++) column.push(columnData[i]);
    };
    // Texts that are kept stay bytes, where no other column has texts.
    const keepsBytes = wanted.every((one) => texts.includes(one.name) || !isText(one));
    const compressors: Compressors = {
      SNAPPY: (input, length) => {
        const output = new Uint8Array(length);
        snappyUncompress(input, output);
        return output;
      },
      ...(await compressorsFor(metadata)),
    };
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      await checkGroup(group, wanted, buffer.slice, compressors);
      await parquetRead({
        file: buffer,
        metadata,
        compressors,
        columns: wanted.map(({ name }) => name),
        rowStart,
        rowEnd,
        ...(keepsBytes && { parsers: { stringFromBytes: (cell: Uint8Array) => cell } }),
        onChunk,
      });
      rowStart = rowEnd;
    }
    return new Table(file, columns, rowNumber, notes);
  } catch (cause) {
    if (cause instanceof ProxyboError) throw cause;
    throw tableInvalid(
      `expected a Parquet file, got one that cannot be read: ${messageOf(cause)}`,
      { file },
      { cause },
    );
  }
}

function notesOf({ key_value_metadata: entries }: FileMetaData): TableNotes {
  const metric = entries?.find(({ key }) => key === metricKey)?.value;
  return {
    canonical: entries?.find(({ key }) => key === canonicalKey)?.value,
    metric: metric === "accuracy" || metric === "error" ? metric : undefined,
  };
}

/** Holds the pages of the columns that are read against what the file says of its rows. */
async function checkGroup(
  { columns, num_rows: rows }: RowGroup,
  wanted: readonly SchemaElement[],
  read: (start: number, end: number) => Promise<ArrayBuffer>,
  compressors: Compressors,
): Promise<void> {
  for (const element of wanted) {
    if (element.num_children !== undefined || element.repetition_type === "REPEATED")
      throw new Error(`column '${element.name}' has no plain cells`);
    for (const { meta_data: chunk } of columns) {
      if (chunk?.path_in_schema[0] !== element.name) continue;
      const { dictionary_page_offset: dictionary, data_page_offset: data, codec } = chunk;
      const start = dictionary || data;
      const pages = await read(Number(start), Number(start + chunk.total_compressed_size));
      checkPages(new Uint8Array(pages), {
        rows: Number(rows),
        isOptional: element.repetition_type === "OPTIONAL",
        isBoolean: element.type === "BOOLEAN",
        decompress: (page, bytes) => (codec === "UNCOMPRESSED" ? page : compressors[codec]!(page, bytes)),
      });
    }
  }
}

/** In Parquet the first row is row 1. */
function rowNumber(index: number): number {
  return index + 1;
}

/** The most bytes that the texts of a column take, as far as the file tells the truth: never more than it may need. */
function bytesOf({ row_groups: groups }: FileMetaData, column: string): number {
  let bytes = 0;
  for (const { columns } of groups)
    for (const { meta_data: chunk } of columns)
      if (
        chunk?.path_in_schema[0] === column &&
        chunk.encodings.every((encoding) => encoding === "PLAIN" || encoding === "RLE")
      )
        bytes += Number(chunk.total_uncompressed_size);
  return bytes;
}

function isText({ type }: SchemaElement): boolean {
  return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
}

/** A column of texts that nobody asked for is, as numbers, bad from its first cell on. */
function leaveUnread(column: ColumnBuffer, metadata: FileMetaData): void {
  const rows = Number(metadata.num_rows);
  if (rows > 0) column.push("a text");
  if (column instanceof NumberBuffer) column.append(new Float64Array(Math.max(0, rows - 1)).fill(Number.NaN));
}

/** Loads what the file needs: hyparquet itself has Snappy. */
async function compressorsFor({ row_groups: groups }: FileMetaData): Promise<Compressors> {
  const codecs = new Set(
    groups.flatMap(({ columns }) => columns.map(({ meta_data: chunk }) => chunk?.codec)),
  );
  for (const known of ["UNCOMPRESSED", "SNAPPY", ...Object.keys(nativeCompressors)])
    codecs.delete(known as "SNAPPY");
  return codecs.size === 0 ? nativeCompressors : (await import("hyparquet-compressors")).compressors;
}

// Not every runtime has all of them; hyparquet-compressors has them all, slower.
const { zstdDecompressSync } = zlib as Partial<typeof zlib>;
const nativeCompressors: Compressors = {
  GZIP: (input) => zlib.gunzipSync(input),
  ...(zstdDecompressSync && { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }),
};
