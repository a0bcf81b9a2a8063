import { extract, type Header } from "tar-stream";
import { asImportInvalid, importInvalid } from "../invalid.ts";

/** One file of an archive. */
export interface Member {
  /** As the archive has it. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface TarLimits {
  readonly members: number;
  readonly memberBytes: number;
}

/** What a tar archive may hold beside the bytes of its members, before one of them comes: long names and the like. */
const headerBytes = 1 << 22;

/**
 * The files of a tar archive, one at a time, in order; nothing is written anywhere. Those that `wanted` refuses are
 * passed over.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` for an archive that is corrupted or cut short, holds links, devices, a path that
 * leads out of the archive, or more or larger files than `limits` allow.
 */
export async function* tarMembers(
  chunks: AsyncIterable<Buffer>,
  file: string,
  limits: TarLimits,
  wanted: (name: string) => boolean,
): AsyncGenerator<Member> {
  const unpack = extract();
  // The bytes that were given to the reader and the bytes that came out of it, so that it never hoards.
  let given = 0;
  let passed = 0;
  let zeros = 0;
  const feeding = (async () => {
    for await (const chunk of chunks) {
      if (unpack.destroyed) return;
      zeros = trailingZeros(chunk, zeros);
      // Small pieces: only then is it seen in time that nothing comes out.
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        given += piece.length;
        if (given - passed > headerBytes + limits.memberBytes)
          throw importInvalid("expected a tar archive, got a header that does not end", { file });
        const drained = unpack.write(piece);
        if (!drained) await drainOf(unpack);
        if (unpack.destroyed) return;
      }
    }
    unpack.end(null);
  })();
  feeding.catch((cause: unknown) => unpack.destroy(cause as Error));
  try {
    let members = 0;
    for await (const entry of unpack) {
      const { name, size, type } = entry.header;
      if (++members > limits.members)
        throw importInvalid(`expected at most ${limits.members} files in the archive, got more`, { file });
      refuseUnsafe(entry.header, file);
      const keep = type !== "directory" && wanted(name);
      if (keep && size > limits.memberBytes)
        throw importInvalid(
          `expected files of at most ${limits.memberBytes} bytes, got '${shown(name)}' of ${size}`,
          { file },
        );
      const parts: Buffer[] = [];
      let bytes = 0;
      for await (const part of entry) {
        passed += (part as Buffer).length;
        bytes += (part as Buffer).length;
        if (keep) parts.push(part as Buffer);
      }
      if (bytes !== size)
        throw importInvalid(
          `expected ${size} bytes of '${shown(name)}', got ${bytes}: the archive is cut short`,
          { file },
        );
      passed = Math.max(passed, given - headerBytes);
      if (keep) yield { name, bytes: Buffer.concat(parts) };
    }
    await feeding;
    if (members === 0) throw importInvalid("expected a tar archive, got a file without members", { file });
    // An archive ends with two empty blocks.
    if (zeros < 1024) throw importInvalid("expected a tar archive, got one that is cut short", { file });
  } catch (cause) {
    throw asImportInvalid(cause, "a tar archive", file);
  } finally {
    unpack.destroy();
  }
}

const pieceBytes = 1 << 16;

/** How many zeros the bytes so far end with. */
function trailingZeros(chunk: Buffer, before: number): number {
  let at = chunk.length;
  while (at > 0 && chunk[at - 1] === 0) at--;
  return at === 0 ? before + chunk.length : chunk.length - at;
}

function drainOf(unpack: ReturnType<typeof extract>): Promise<void> {
  return new Promise((resolve) => {
    unpack.once("drain", () => resolve());
    unpack.once("close", () => resolve());
  });
}

function refuseUnsafe({ name, type }: Header, file: string): void {
  const parts = name.split(/[/\\]/);
  if (name.startsWith("/") || /^[a-z]:/i.test(name) || parts.includes("..") || name.includes("\0"))
    throw importInvalid(`expected paths within the archive, got '${shown(name)}'`, { file });
  if (type !== "file" && type !== "contiguous-file" && type !== "directory")
    throw importInvalid(`expected plain files in the archive, got '${shown(name)}', a ${type}`, { file });
}

function shown(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}
