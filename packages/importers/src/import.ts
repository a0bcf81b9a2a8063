import { stat } from "node:fs/promises";
import { messageOf, ProxyboError, type SearchSpace } from "@proxybo/core";
import type { GenericOptions } from "./benchmarks/generic.ts";
import type { Imported } from "./benchmarks/nats.ts";
import { tableFile, tableNames, tablesFolder } from "./data-folder/folder.ts";
import type { ImportWatch } from "./files/progress.ts";
import { Source } from "./files/source.ts";
import { importInvalid } from "./invalid.ts";
import { canonicalColumns } from "./joining/canonical.ts";
import { joinScores } from "./joining/join.ts";
import type { ProxyScores } from "./proxies/scores.ts";
import type { Provenance } from "./tables/provenance.ts";
import { readColumns, readInfo, type TableInfo } from "./tables/read.ts";
import { parquetBytes, replaceFile } from "./tables/write.ts";
import { importerVersion } from "./version.ts";

/** What can be imported, by what it is called on the command line. */
export const importKinds = {
  nb101: "NAS-Bench-101: nasbench_only108.tfrecord or nasbench_full.tfrecord",
  nb201: "NATS-Bench (.tar, folder or single .pickle.pbz2) or NAS-Bench-201 (.pth)",
  asr: "NAS-Bench-ASR: its .pickle files, or a folder of them",
  "suite-zero": "proxies of NAS-Bench-Suite-Zero (.json), joined to tables that were imported",
  "zero-cost-nas": "proxies of zero-cost-nas (.p), joined to the table that --to names",
  table: "any .csv, .csv.gz or .parquet with a column of architectures",
} as const;

export type ImportKind = keyof typeof importKinds;

export interface ImportOptions extends ImportWatch, GenericOptions {
  /** The table that proxies are joined to; default: every table of that space and data set. */
  readonly to?: string | undefined;
  /** Finds a space by name, so that texts are brought into the form that it writes; optional. */
  readonly findSpace?: ((name: string) => Promise<SearchSpace | undefined>) | undefined;
  /** Where tables are kept; default: the user's data folder. */
  readonly folder?: string | undefined;
}

/** A table that was written. */
export interface ImportResult extends TableInfo {
  readonly name: string;
  /** Proxies that were joined to it. */
  readonly proxies: readonly string[];
}

/**
 * Imports a benchmark's official files, or proxy scores, as tables in the user's data folder. A table is there whole or
 * not at all; one of the same name is replaced.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` naming file and place, for files that are cut short, corrupted or something else.
 * @example
 * const [table] = await importBenchmark("nb101", ["nasbench_only108.tfrecord"]);
 * table.rows // => 423624
 */
export async function importBenchmark(
  kind: ImportKind,
  paths: readonly string[],
  options: ImportOptions = {},
): Promise<readonly ImportResult[]> {
  const [path] = paths;
  if (path === undefined) throw new ProxyboError("USAGE", "expected a file to import, got none");
  if (paths.length > 1 && kind !== "asr")
    throw new ProxyboError("USAGE", `expected one file of ${kind}, got ${paths.length}`);
  return kind === "suite-zero" || kind === "zero-cost-nas"
    ? importProxies(kind, path, options)
    : importTables(kind, paths, options);
}

async function importTables(
  kind: Exclude<ImportKind, "suite-zero" | "zero-cost-nas">,
  paths: readonly string[],
  options: ImportOptions,
): Promise<readonly ImportResult[]> {
  const { tables, sources } = await read(kind, paths, options);
  const date = new Date().toISOString();
  const importer = await importerVersion();
  const prepared: Prepared[] = [];
  for (const table of tables) {
    const name = tables.length === 1 ? (options.name ?? table.name) : table.name;
    options.progress?.({ phase: "writing", done: prepared.length, total: tables.length });
    const { benchmark, dataset, metric } = table;
    const space = table.space === "" ? undefined : await options.findSpace?.(table.space);
    const columns = space === undefined ? table.columns : canonicalColumns(table.columns, space, paths[0]!);
    const provenance: Provenance = {
      benchmark,
      dataset,
      space: table.space,
      canonical: space !== undefined,
      metric,
      sources,
      date,
      importer,
    };
    prepared.push({ name, proxies: [], bytes: await parquetBytes(columns, provenance) });
  }
  return install(prepared, options);
}

/** Reads the official files; each reader loads when it is needed. */
async function read(kind: ImportKind, paths: readonly string[], options: ImportOptions): Promise<Imported> {
  const path = paths[0]!;
  if (kind === "nb101") {
    const { importNb101 } = await import("./benchmarks/nb101.ts");
    const source = await Source.open(path, options);
    return { tables: [await importNb101(source)], sources: [await source.record()] };
  }
  if (kind === "table")
    return (await import("./benchmarks/generic.ts")).importGeneric(path, options, options);
  const isFolder = await isDirectory(path);
  return kind === "asr"
    ? (await import("./benchmarks/asr.ts")).importAsr(paths, isFolder, options)
    : (await import("./benchmarks/nats.ts")).importNats(path, isFolder, options);
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch((cause: unknown) => {
    throw importInvalid(
      `expected a readable file or folder, got: ${messageOf(cause)}`,
      { file: path },
      { cause },
    );
  });
  return found.isDirectory();
}

async function importProxies(
  kind: "suite-zero" | "zero-cost-nas",
  path: string,
  options: ImportOptions,
): Promise<readonly ImportResult[]> {
  const { to, folder = tablesFolder() } = options;
  const source = await Source.open(path, options);
  const all: readonly ProxyScores[] =
    kind === "suite-zero"
      ? await (await import("./proxies/suite-zero.ts")).readSuiteZero(source)
      : [await (await import("./proxies/zero-cost-nas.ts")).readZeroCostNas(source)];
  if (kind === "zero-cost-nas" && to === undefined)
    throw new ProxyboError(
      "USAGE",
      "the file does not say of which data set its scores are: name the table",
      {
        hint: `--to <table>, one of: ${tableNames(folder).join(", ") || "none yet, import a benchmark first"}`,
      },
    );
  const record = await source.record();
  const prepared: Prepared[] = [];
  for (const name of to === undefined ? tableNames(folder) : [to]) {
    const file = tableFile(name, folder);
    if (!tableNames(folder).includes(name))
      throw new ProxyboError("TABLE_INVALID", `there is no imported table '${name}'`, {
        hint: `imported: ${tableNames(folder).join(", ") || "none yet"} (proxybo data list)`,
      });
    const { provenance } = await readInfo(file);
    if (provenance === undefined) continue;
    const scores = all.find(
      ({ space, dataset }) =>
        space === provenance.space && (dataset ?? provenance.dataset) === provenance.dataset,
    );
    if (scores === undefined) continue;
    options.progress?.({ phase: "joining", done: prepared.length, total: prepared.length + 1 });
    const space = await options.findSpace?.(provenance.space);
    const { columns, proxies } = joinScores(await readColumns(file), scores, space, path);
    const sources = [...provenance.sources.filter(({ name: known }) => known !== record.name), record];
    prepared.push({
      name,
      proxies,
      bytes: await parquetBytes(columns, { ...provenance, sources, date: new Date().toISOString() }),
    });
  }
  if (prepared.length === 0)
    throw importInvalid(
      `expected scores for a table that was imported, got those of ${all.map(({ space, dataset }) => `${space}${dataset === undefined ? "" : ` ${dataset}`}`).join(", ")}`,
      { file: path },
      { hint: `imported: ${tableNames(folder).join(", ") || "none yet, import a benchmark first"}` },
    );
  return install(prepared, options);
}

interface Prepared {
  readonly name: string;
  readonly proxies: readonly string[];
  readonly bytes: Uint8Array;
}

/** Puts tables in their places once all of them are complete. */
async function install(
  prepared: readonly Prepared[],
  { folder = tablesFolder(), signal }: ImportOptions,
): Promise<readonly ImportResult[]> {
  const results: ImportResult[] = [];
  for (const { name, proxies, bytes } of prepared) {
    signal?.throwIfAborted();
    const file = tableFile(name, folder);
    await replaceFile(file, bytes);
    results.push({ ...(await readInfo(file)), name, proxies });
  }
  return results;
}
