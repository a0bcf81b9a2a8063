import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** A database file as its write-ahead log leaves it, page by page, whatever state it is in. */
export interface DatabaseImage {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
  readonly pages: number;
  /** The schema version that the header tells. */
  readonly version: number;
  /** Page 1, 2, …; what is cut off is missing from its end. */
  page(number: number): Buffer;
  close(): void;
}

/** Page sizes that SQLite knows; ours is its default. */
const defaultPageSize = 4096;

/** Reads a file that SQLite may refuse (https://www.sqlite.org/fileformat2.html). */
export function openImage(file: string): DatabaseImage {
  const main = openSync(file, "r");
  const walFile = `${file}-wal`;
  const wal = existsSync(walFile) ? openSync(walFile, "r") : undefined;
  const header = readAt(main, 0, 100);
  const log = wal === undefined ? undefined : readLog(wal);
  const pageSize = pageSizeOf(header) ?? log?.pageSize ?? defaultPageSize;
  const frames = log?.pageSize === pageSize ? log.frames : new Map<number, number>();
  const pages = Math.max(Math.ceil(fstatSync(main).size / pageSize), ...frames.keys(), 0);
  const page = (number: number): Buffer => {
    const frame = frames.get(number);
    return frame === undefined
      ? readAt(main, (number - 1) * pageSize, pageSize)
      : readAt(wal!, frame, pageSize);
  };
  const first = page(1);
  return {
    pageSize,
    usable: pageSize - (first.length > 20 && first[20]! < 128 ? first[20]! : 0),
    pages,
    version: first.length >= 64 ? first.readUInt32BE(60) : 0,
    page,
    close: () => {
      closeSync(main);
      if (wal !== undefined) closeSync(wal);
    },
  };
}

function pageSizeOf(header: Buffer): number | undefined {
  if (header.length < 18 || header.toString("latin1", 0, 15) !== "SQLite format 3") return undefined;
  const size = header.readUInt16BE(16);
  return size === 1 ? 65_536 : isPageSize(size) ? size : undefined;
}

function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0;
}

interface Log {
  readonly pageSize: number;
  /** Where the latest committed content of each page is. */
  readonly frames: ReadonlyMap<number, number>;
}

/** The frames of a write-ahead log up to the last commit whose checksums fit. */
function readLog(wal: number): Log | undefined {
  const header = readAt(wal, 0, 32);
  if (header.length < 32 || (header.readUInt32BE(0) & ~1) !== 0x37_7f_06_82) return undefined;
  const pageSize = header.readUInt32BE(8);
  if (!isPageSize(pageSize)) return undefined;
  const sum = new LogChecksum(header.readUInt32BE(0) % 2 === 1);
  sum.add(header.subarray(0, 24));
  if (!sum.equals(header, 24)) return undefined;
  const frames = new Map<number, number>();
  let uncommitted: (readonly [number, number])[] = [];
  for (let at = 32; ; at += 24 + pageSize) {
    const frame = readAt(wal, at, 24 + pageSize);
    if (frame.length < 24 + pageSize || !frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(24));
    if (!sum.equals(frame, 16)) break;
    uncommitted.push([frame.readUInt32BE(0), at + 24]);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of uncommitted) frames.set(page, offset);
    uncommitted = [];
  }
  return { pageSize, frames };
}

class LogChecksum {
  #first = 0;
  #second = 0;
  readonly #bigEndian: boolean;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  add(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += 8) {
      const read = (offset: number): number =>
        this.#bigEndian ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset);
      this.#first = (this.#first + read(at) + this.#second) >>> 0;
      this.#second = (this.#second + read(at + 4) + this.#first) >>> 0;
    }
  }

  equals(bytes: Buffer, at: number): boolean {
    return this.#first === bytes.readUInt32BE(at) && this.#second === bytes.readUInt32BE(at + 4);
  }
}

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
}
