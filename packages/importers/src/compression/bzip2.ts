import Bzip2 from "@foxglove/wasm-bz2";
import { type ErrorPlace, messageOf, ProxyboError } from "@proxybo/core";
import unbzip2 from "unbzip2-stream";
import { importInvalid } from "../invalid.ts";

/** How far data may expand: official files do up to 30-fold, a bomb 20,000-fold. */
const mostExpansion = 500;
const startBytes = 1 << 20;
/** What a stream may expand beyond its proportion. */
const streamBytes = 1 << 16;

let decoder: Promise<Bzip2> | undefined;

/**
 * The content of bzip2 data, at most `limit` bytes.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` for data that are no bzip2, cut short, corrupted (its checksums are compared) or
 * that expand beyond the limit.
 */
export async function decompressBzip2(data: Uint8Array, limit: number, place: ErrorPlace): Promise<Buffer> {
  if (data[0] !== 0x42 || data[1] !== 0x5a || data[2] !== 0x68) throw notBzip2("other data", place);
  const bzip2 = await (decoder ??= Bzip2.init());
  const most = Math.min(limit, Math.max(startBytes, data.length * mostExpansion));
  for (let room = Math.min(startBytes, most); ; room = Math.min(4 * room, most)) {
    try {
      return Buffer.from(bzip2.decompress(data, room));
    } catch (cause) {
      if (!messageOf(cause).includes("OUTBUFF_FULL"))
        throw notBzip2(`data that are cut short or corrupted: ${messageOf(cause)}`, place, cause);
      if (room === most)
        throw notBzip2(`${data.length} bytes that expand to more than ${most}`, place, cause);
    }
  }
}

/** The same for data of any length, as they come; slower. */
export async function* decompressingBzip2(
  chunks: AsyncIterable<Buffer>,
  place: ErrorPlace,
): AsyncGenerator<Buffer> {
  const stream = unbzip2();
  const output: Buffer[] = [];
  let failure: unknown;
  let ended = false;
  let read = 0;
  let written = 0;
  stream.on("data", (part: Buffer) => {
    written += part.length;
    // Thrown through the decoder: it must not go on with the rest of the piece.
    if (written > Math.max(streamBytes, read) * mostExpansion)
      throw (failure ??= notBzip2(`data that expand more than ${mostExpansion}-fold`, place));
    output.push(part);
  });
  stream.on("error", (cause: unknown) => (failure ??= cause));
  stream.on("end", () => (ended = true));
  const drain = function* (): Generator<Buffer> {
    if (failure instanceof ProxyboError) throw failure;
    if (failure !== undefined)
      throw notBzip2(`data that are cut short or corrupted: ${messageOf(failure)}`, place, failure);
    yield* output.splice(0);
  };
  for await (const chunk of chunks) {
    // In small pieces, so that what expands much is noticed before it is held.
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      read += piece.length;
      feed(() => stream.write(piece));
      yield* drain();
    }
  }
  feed(() => stream.end());
  yield* drain();
  if (!ended) throw notBzip2("data that are cut short", place);

  // It works as it is fed; what it throws then is about the data.
  function feed(step: () => unknown): void {
    try {
      step();
    } catch (cause) {
      failure ??= cause;
    }
  }
}

const pieceBytes = 1 << 16;

function notBzip2(got: string, place: ErrorPlace, cause?: unknown): Error {
  return importInvalid(`expected bzip2 data, got ${got}`, place, { cause });
}
