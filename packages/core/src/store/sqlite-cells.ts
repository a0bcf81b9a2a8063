import type { Cell } from "./checksum.ts";
import type { DatabaseImage } from "./sqlite-image.ts";

/** A row as it stands in a page. */
export interface PageRow {
  readonly kind: "table" | "index";
  /** Of tables with row ids. */
  readonly rowid: number;
  readonly cells: readonly Cell[];
}

/**
 * The rows of a page, of whichever table; none of a page that holds something else. `damaged` is told of each row that
 * cannot be read: the others do not depend on it.
 */
export function* rowsOf(image: DatabaseImage, number: number, damaged: () => void): Generator<PageRow> {
  const page = image.page(number);
  // Before the first page's own header stands that of the file.
  const start = number === 1 ? 100 : 0;
  const type = page[start];
  if (type !== 13 && type !== 10 && type !== 2) return;
  const headerBytes = type === 2 ? 12 : 8;
  const count = page.length < start + headerBytes ? undefined : page.readUInt16BE(start + 3);
  if (count === undefined || start + headerBytes + 2 * count > image.pageSize) {
    damaged();
    return;
  }
  for (let i = 0; i < count; i++) {
    const row = readRow(image, page, type, start + headerBytes + 2 * i);
    if (row === undefined) damaged();
    else yield row;
  }
}

function readRow(image: DatabaseImage, page: Buffer, type: number, pointer: number): PageRow | undefined {
  try {
    const reader = new Reader(page, page.readUInt16BE(pointer) + (type === 2 ? 4 : 0));
    const length = reader.varint();
    const rowid = type === 13 ? reader.varint() : 0;
    // No row is longer than all there is.
    if (length > image.pages * image.pageSize) return undefined;
    const payload = readPayload(image, page, reader.at, length, type === 13);
    return payload && { kind: type === 13 ? "table" : "index", rowid, cells: readRecord(payload) };
  } catch (thrown) {
    // Reading beyond the end of what is there.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** The bytes of a row: those in the page, and those in pages of their own that they lead to. */
function readPayload(
  image: DatabaseImage,
  page: Buffer,
  at: number,
  length: number,
  isTable: boolean,
): Buffer | undefined {
  const { usable } = image;
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = length <= most ? length : fitting <= most ? fitting : least;
  if (at + local > page.length) return undefined;
  if (local === length) return page.subarray(at, at + length);
  const parts = [page.subarray(at, at + local)];
  let next = page.readUInt32BE(at + local);
  for (let left = length - local; left > 0;) {
    if (next < 1 || next > image.pages) return undefined;
    const overflow = image.page(next);
    const part = overflow.subarray(4, 4 + Math.min(left, usable - 4));
    if (part.length === 0) return undefined;
    parts.push(part);
    left -= part.length;
    next = overflow.readUInt32BE(0);
  }
  const whole = Buffer.concat(parts);
  return whole.length === length ? whole : undefined;
}

function readRecord(payload: Buffer): readonly Cell[] {
  const header = new Reader(payload, 0);
  const body = new Reader(payload, header.varint());
  const end = body.at;
  const cells: Cell[] = [];
  while (header.at < end) cells.push(body.cell(header.varint()));
  return cells;
}

class Reader {
  at: number;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Up to nine bytes, seven bits each; sizes and types here are far below 2^53. */
  varint(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.#bytes.readUInt8(this.at++);
      value = i < 8 ? value * 128 + (byte & 0x7f) : value * 256 + byte;
      if (i < 8 && byte < 0x80) break;
    }
    return value;
  }

  /** A value of a serial type. */
  cell(type: number): Cell {
    if (type === 0) return null;
    if (type === 8 || type === 9) return type - 8;
    if (type === 7) return this.#bytes.readDoubleBE(this.#take(8));
    if (type <= 6) {
      const bytes = [1, 2, 3, 4, 6, 8][type - 1]!;
      const at = this.#take(bytes);
      return bytes === 8 ? Number(this.#bytes.readBigInt64BE(at)) : this.#bytes.readIntBE(at, bytes);
    }
    if (type < 12) throw new RangeError(`serial type ${type}`);
    const length = Math.floor((type - 12) / 2);
    const at = this.#take(length);
    // Bytes are in none of our tables; as text they fit no checksum.
    return this.#bytes.toString("utf8", at, at + length);
  }

  #take(length: number): number {
    const { at } = this;
    this.at += length;
    if (this.at > this.#bytes.length) throw new RangeError("a value that is cut off");
    return at;
  }
}
