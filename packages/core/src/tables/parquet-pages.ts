import { readStruct, readVarint } from "./parquet-thrift.ts";

/** What the pages of a column are held against. */
export interface ColumnLayout {
  /** Rows of the row group: no page has more values. */
  readonly rows: number;
  /** Whether cells may be missing, so that pages begin with their levels. */
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
  /** The content of a page, as the decoder will see it. */
  readonly decompress: (page: Uint8Array, bytes: number) => Uint8Array;
}

// https://parquet.apache.org/docs/file-format/data-pages/encodings
const dictionaryEncodings = [2, 8];
const runLengths = 3;

/**
 * Walks through the pages of a column before they are decoded: the decoder believes what they say of their lengths, and
 * a few bytes can say that a value comes 2³¹ times.
 *
 * @throws {Error} for a page that has more values than there are rows.
 */
export function checkPages(chunk: Uint8Array, layout: ColumnLayout): void {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let rows = 0;
  for (let at = 0; at < chunk.length - 1 && rows < layout.rows;) {
    const { fields, end } = readStruct(view, at);
    const [whole, stored] = [numberOf(fields.get(2)), numberOf(fields.get(3))];
    at = end + stored;
    if (at > chunk.length) throw new Error("a page goes beyond its column");
    const page = chunk.subarray(end, at);
    const type = numberOf(fields.get(1));
    const header = fields.get(type === 0 ? 5 : type === 2 ? 7 : 8) as
      | ReadonlyMap<number, unknown>
      | undefined;
    if (header === undefined) throw new Error("a page has no header of its kind");
    const values = numberOf(header.get(1));
    // Values of a dictionary are written out, one after the other.
    if (type === 2) continue;
    rows += values;
    if (rows > layout.rows) throw new Error(`pages have ${rows} values or more, the rows are ${layout.rows}`);
    if (type === 0) checkFirstVersion(page, whole, numberOf(header.get(2)), values, layout);
    else checkSecondVersion(page, whole, header, values, layout);
  }
}

/** Levels and values in one, both compressed. */
function checkFirstVersion(
  page: Uint8Array,
  whole: number,
  encoding: number,
  values: number,
  layout: ColumnLayout,
): void {
  if (!layout.isOptional && !hasRuns(encoding)) return;
  let content = layout.decompress(page, whole);
  if (layout.isOptional) {
    const bytes = new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(0, true);
    checkRuns(content.subarray(4), 1, values);
    content = content.subarray(4 + bytes);
  }
  checkValues(content, encoding, values, layout);
}

/** Levels stand before the values, and are not compressed. */
function checkSecondVersion(
  page: Uint8Array,
  whole: number,
  header: ReadonlyMap<number, unknown>,
  values: number,
  layout: ColumnLayout,
): void {
  const encoding = numberOf(header.get(4));
  const levels = numberOf(header.get(5)) + numberOf(header.get(6));
  if (layout.isOptional) checkRuns(page.subarray(numberOf(header.get(6))), 1, values);
  if (!hasRuns(encoding)) return;
  const rest = page.subarray(levels);
  const isCompressed = header.get(7) !== false;
  checkValues(isCompressed ? layout.decompress(rest, whole - levels) : rest, encoding, values, layout);
}

function hasRuns(encoding: number): boolean {
  return encoding === runLengths || dictionaryEncodings.includes(encoding);
}

function checkValues(content: Uint8Array, encoding: number, values: number, layout: ColumnLayout): void {
  if (values === 0 || !hasRuns(encoding) || content.length === 0) return;
  // Before truth values stands their length, before others the bits of each.
  if (layout.isBoolean) checkRuns(content.subarray(4), 1, values);
  else if (content[0]! > 0) checkRuns(content.subarray(1), content[0]!, values);
}

/** Runs of a value, or of packed values in eights: together they are no more than is asked for. */
function checkRuns(bytes: Uint8Array, width: number, values: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let left = values;
  for (let at = 0; left > 0;) {
    const { value: header, end } = readVarint(view, at);
    const isPacked = header % 2 === 1;
    const count = Math.floor(header / 2);
    const run = isPacked ? 8 * count : count;
    // The last eight may be padded, and there is nothing to pad otherwise.
    if (run > left + (isPacked ? 7 : 0)) throw new Error(`a run has ${run} values, ${left} are left`);
    at = end + (isPacked ? count * width : Math.ceil(width / 8));
    left -= run;
  }
}

function numberOf(value: unknown): number {
  if (value === undefined) return 0;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new Error(`expected a size, got ${number}`);
  return number;
}
