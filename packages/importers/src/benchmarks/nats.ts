import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { tarMembers } from "../archives/tar.ts";
import { storedZipMember } from "../archives/zip.ts";
import { decompressBzip2, decompressingBzip2 } from "../compression/bzip2.ts";
import type { ImportWatch } from "../files/progress.ts";
import { Source, type SourceRecord, startsWith } from "../files/source.ts";
import { importInvalid } from "../invalid.ts";
import { readPickle, readPickles } from "../pickle/read.ts";
import { PickleDict } from "../pickle/values.ts";
import type { ImportedTable } from "../tables/column.ts";
import { NatsRows } from "./nats-rows.ts";

/** What an import gives: tables, and what they were made of. */
export interface Imported {
  readonly tables: readonly ImportedTable[];
  readonly sources: readonly SourceRecord[];
}

/** Official files are below 200 KB, and expand to 400 KB. */
const memberBytes = 1 << 24;
const memberContent = 1 << 26;
const members = 100_000;

const member = /(^|\/)(\d{6}|meta)\.pickle\.pbz2$/;

/**
 * Reads NATS-Bench (`.tar`, a folder of `.pickle.pbz2`, one `.pickle.pbz2` of everything) and NAS-Bench-201 (`.pth`), for
 * the topology and the size space: one table a data set.
 *
 * Source: Dong et al., NATS-Bench (TPAMI 2021); Dong and Yang, NAS-Bench-201 (ICLR 2020).
 */
export async function importNats(path: string, isFolder: boolean, watch: ImportWatch): Promise<Imported> {
  const rows = new NatsRows(path);
  if (isFolder) return { sources: [await readFolder(path, rows, watch)], tables: rows.tables() };
  const source = await Source.open(path, watch);
  const name = path.toLowerCase();
  if (name.endsWith(".tar")) await readTar(source, rows);
  else if (name.endsWith(".pbz2") || name.endsWith(".bz2"))
    await readStream(decompressingBzip2(source.chunks(), { file: path }), path, rows);
  else if (name.endsWith(".pth")) await readTorch(source, rows, watch);
  else
    throw importInvalid("expected a .tar, .pickle.pbz2 or .pth file, or a folder of .pickle.pbz2 files", {
      file: path,
    });
  return { tables: rows.tables(), sources: [await source.record()] };
}

async function readFolder(folder: string, rows: NatsRows, watch: ImportWatch): Promise<SourceRecord> {
  const names = (await readdir(folder)).filter((name) => member.test(name)).toSorted();
  if (!names.some((name) => !name.startsWith("meta")))
    throw importInvalid("expected files such as 000000.pickle.pbz2 in the folder, got none", {
      file: folder,
    });
  const whole = createHash("sha256");
  let bytes = 0;
  for (const [i, name] of names.entries()) {
    watch.signal?.throwIfAborted();
    const source = await Source.open(join(folder, name));
    await readMember(name, await source.all(memberBytes), source.file, rows);
    const record = await source.record();
    whole.update(`${record.name} ${record.sha256}\n`);
    bytes += record.bytes;
    watch.progress?.({ phase: "reading", done: i + 1, total: names.length });
  }
  return { name: basename(folder), bytes, sha256: whole.digest("hex") };
}

async function readTar(source: Source, rows: NatsRows): Promise<void> {
  const limits = { members, memberBytes };
  for await (const { name, bytes } of tarMembers(source.chunks(), source.file, limits, (found) =>
    member.test(found),
  ))
    await readMember(name, bytes, `${source.file}: ${name}`, rows);
}

async function readMember(name: string, bytes: Buffer, label: string, rows: NatsRows): Promise<void> {
  const place = { file: label };
  const content = await decompressBzip2(bytes, memberContent, place);
  if (name.endsWith("meta.pickle.pbz2")) {
    const meta = readPickle(content, place);
    const archs = meta instanceof PickleDict ? meta.get("meta_archs") : undefined;
    if (!Array.isArray(archs)) throw importInvalid("expected the list 'meta_archs', got none", place);
    rows.expect(archs as readonly unknown[]);
    return;
  }
  const before = rows.architectures;
  readPickle(content, place, rows.observe);
  if (rows.architectures === before)
    throw importInvalid("expected the trainings of one more architecture, got none", place);
}

async function readStream(chunks: AsyncIterable<Buffer>, file: string, rows: NatsRows): Promise<void> {
  for await (const value of readPickles(chunks, { file }, rows.observe)) {
    const archs = value instanceof PickleDict ? value.get("meta_archs") : undefined;
    if (Array.isArray(archs)) rows.expect(archs as readonly unknown[]);
  }
}

/** PyTorch writes a zip archive with `data.pkl`, or, before version 1.6, pickles one after the other. */
async function readTorch(source: Source, rows: NatsRows, watch: ImportWatch): Promise<void> {
  const zip = await startsWith(source.file, "PK");
  if (!zip) return readStream(source.chunks(), source.file, rows);
  let done = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of storedZipMember(source.file, "/data.pkl")) {
      watch.signal?.throwIfAborted();
      yield chunk;
      done += chunk.length;
      watch.progress?.({ phase: "reading", done, total: source.bytes });
    }
  };
  return readStream(counted(), source.file, rows);
}
