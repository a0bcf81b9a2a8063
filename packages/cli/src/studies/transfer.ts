import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  formatStudy,
  messageOf,
  orThrow,
  parseStudy,
  ProxyboError,
  type StudyContents,
  type StudyStore,
} from "@proxybo/core";
import { readLines } from "./lines.ts";

/** Writes a study as JSON Lines: to a file, which then holds all of it or was never there, or to stdout. */
export async function exportStudy(
  store: StudyStore,
  reference: string,
  file: string | undefined,
): Promise<StudyContents> {
  const { id } = await store.study(reference);
  const contents = await store.contents(id);
  const lines = Readable.from(ended(formatStudy(contents)));
  if (file === undefined) {
    await pipeline(lines, process.stdout, { end: false });
    return contents;
  }
  const whole = resolve(file);
  const part = `${whole}.part`;
  try {
    await mkdir(dirname(whole), { recursive: true });
    await pipeline(lines, createWriteStream(part, { flush: true }));
    await rename(part, whole);
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {});
    throw new ProxyboError("USAGE", `the study cannot be written: ${messageOf(cause)}`, {
      place: { file: whole },
      hint: "write it to another file",
      cause,
    });
  }
  return contents;
}

function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** Reads every file (`-` is stdin) before the first study is added: each is added in full, or none is. */
export async function importStudies(
  store: StudyStore,
  files: readonly string[],
): Promise<readonly StudyContents[]> {
  const read: StudyContents[] = [];
  for (const file of files) read.push(await readStudy(file));
  const taken = new Set((await store.studies()).map(({ id }) => id));
  for (const [i, { study }] of read.entries()) {
    if (taken.has(study.id))
      throw new ProxyboError("STUDY_EXISTS", `the store holds study '${study.id}' already`, {
        place: { file: files[i]! },
        hint: "nothing was imported; to have it twice, import it into another store (--store)",
      });
    taken.add(study.id);
  }
  for (const contents of read) await store.addContents(contents);
  return read;
}

async function readStudy(file: string): Promise<StudyContents> {
  const name = file === "-" ? "stdin" : file;
  const chunks = (file === "-" ? process.stdin : createReadStream(resolve(file))) as AsyncIterable<Buffer>;
  return orThrow(await parseStudy(readLines(readable(chunks, name), name), name));
}

async function* readable(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new ProxyboError("IMPORT_INVALID", `the file cannot be read: ${messageOf(cause)}`, {
      place: { file },
      hint: "is the path right?",
      cause,
    });
  }
}
