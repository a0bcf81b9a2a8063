import { importInvalid } from "../invalid.ts";
import { maskedCrc32c } from "./crc32c.ts";

/** One record, and where it starts in the file. The bytes are valid until the next one is asked for. */
export interface TfRecord {
  readonly data: Buffer;
  readonly offset: number;
  /** 1, 2, … */
  readonly number: number;
}

/** Longest record that is read; those of the benchmarks are below 4 KiB. */
const longest = 1 << 24;
const headerBytes = 12;
const footerBytes = 4;

/**
 * The records of a TFRecord file: length (u64, little-endian), its masked CRC-32C, data, their masked CRC-32C.
 * Holds one chunk and one record at a time.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` naming record and byte offset, for a checksum that does not fit, a length out of
 * range, and a file that ends within a record.
 */
export async function* tfRecords(
  chunks: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<readonly TfRecord[]> {
  let held: Buffer[] = [];
  let bytes = 0;
  let needed = headerBytes;
  let start = 0;
  let count = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) continue;
    const window: Buffer = held.length === 1 ? held[0]! : Buffer.concat(held);
    const batch: TfRecord[] = [];
    let at = 0;
    needed = headerBytes;
    while (window.length - at >= headerBytes) {
      const length = lengthAt(window, at, start + at, count + 1, file);
      const end = at + headerBytes + length + footerBytes;
      if (end > window.length) {
        needed = end - at;
        break;
      }
      const data = window.subarray(at + headerBytes, at + headerBytes + length);
      if (maskedCrc32c(data) !== window.readUInt32LE(end - footerBytes))
        throw corrupt(`record ${count + 1} at byte ${start + at}: its data do not fit their checksum`, file);
      batch.push({ data, offset: start + at, number: ++count });
      at = end;
    }
    start += at;
    held = [window.subarray(at)];
    bytes = window.length - at;
    if (batch.length > 0) yield batch;
  }
  if (bytes > 0)
    throw corrupt(`the file ends within record ${count + 1}, which starts at byte ${start}`, file);
  if (count === 0) throw corrupt("the file holds no record", file);
}

function lengthAt(window: Buffer, at: number, offset: number, record: number, file: string): number {
  if (maskedCrc32c(window, at, at + 8) !== window.readUInt32LE(at + 8))
    throw corrupt(`record ${record} at byte ${offset}: its length does not fit its checksum`, file);
  const length = window.readBigUInt64LE(at);
  if (length > BigInt(longest))
    throw corrupt(
      `record ${record} at byte ${offset}: a length of ${length} bytes, more than ${longest}`,
      file,
    );
  return Number(length);
}

function corrupt(message: string, file: string): Error {
  return importInvalid(
    `expected TFRecord data, got: ${message}`,
    { file },
    { hint: "get the file again, and compare its SHA-256" },
  );
}
