import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { messageOf } from "@proxybo/core";
import { importInvalid } from "../invalid.ts";
import type { ImportWatch } from "./progress.ts";

/** Where a table comes from: kept in it. */
export interface SourceRecord {
  /** Name of the file, without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal SHA-256 of its content. */
  readonly sha256: string;
}

const chunkBytes = 1 << 18;

/** A file read once from start to end, hashed and reported as it passes. */
export class Source {
  readonly file: string;
  readonly bytes: number;
  readonly #watch: ImportWatch;
  readonly #hash = createHash("sha256");
  #passed = 0;

  private constructor(file: string, bytes: number, watch: ImportWatch) {
    this.file = file;
    this.bytes = bytes;
    this.#watch = watch;
  }

  static async open(file: string, watch: ImportWatch = {}): Promise<Source> {
    const found = await stat(file).catch((cause: unknown) => {
      throw importInvalid(`expected a readable file, got: ${messageOf(cause)}`, { file }, { cause });
    });
    if (!found.isFile()) throw importInvalid("expected a file, got something else", { file });
    if (found.size === 0) throw importInvalid("expected a benchmark file, got an empty one", { file });
    return new Source(file, found.size, watch);
  }

  /** The bytes in order. */
  async *chunks(): AsyncGenerator<Buffer> {
    const { progress, signal } = this.#watch;
    try {
      for await (const chunk of createReadStream(this.file, { highWaterMark: chunkBytes })) {
        signal?.throwIfAborted();
        this.#hash.update(chunk as Buffer);
        this.#passed += (chunk as Buffer).length;
        yield chunk as Buffer;
        progress?.({ phase: "reading", done: this.#passed, total: this.bytes });
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
      throw importInvalid(
        `expected a readable file, got: ${messageOf(cause)}`,
        { file: this.file },
        { cause },
      );
    }
  }

  /** All bytes at once, where they are no more than `limit`. */
  async all(limit: number): Promise<Buffer> {
    if (this.bytes > limit)
      throw importInvalid(`expected at most ${limit} bytes, got ${this.bytes}`, { file: this.file });
    const parts: Buffer[] = [];
    for await (const chunk of this.chunks()) parts.push(chunk);
    return Buffer.concat(parts);
  }

  /** What was read, to be asked once, after the end. Reads what is left, so that the hash is that of the whole file. */
  async record(): Promise<SourceRecord> {
    if (this.#passed !== this.bytes) {
      const rest = createReadStream(this.file, { highWaterMark: chunkBytes, start: this.#passed });
      for await (const chunk of rest) this.#hash.update(chunk as Buffer);
    }
    return { name: basename(this.file), bytes: this.bytes, sha256: this.#hash.digest("hex") };
  }
}

/** Whether a file starts with these characters. */
export async function startsWith(file: string, characters: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(characters.length), 0, characters.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === characters;
  } finally {
    await handle.close();
  }
}
