import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import { type Assembly, ProxyboError } from "@proxybo/core";
import {
  importerVersion,
  parquetBytes,
  readInfo,
  replaceFile,
  tableFile,
  type Tabulation,
} from "@proxybo/importers";
import { cliVersion } from "../version.ts";
import type { TableColumns } from "./columns.ts";
import type { TabulationIdentity } from "./kept-study.ts";

/** The file that `--out` means: a Parquet file, or a table of the data folder by its name. */
export function outFile(out: string | undefined): string {
  if (out === undefined)
    throw new ProxyboError("USAGE", "tabulate needs a file to write", {
      hint: "give one: --out table.parquet, or a name: --out mine",
    });
  if (out.toLowerCase().endsWith(".parquet")) return resolve(out);
  if (/^[\w-]+$/.test(out)) return tableFile(out);
  throw new ProxyboError("USAGE", `--out: expected a file ending in .parquet or a name, got '${out}'`);
}

/** Refuses to write over anything but an earlier state of the same table. */
export async function requireOwn(file: string, hash: string): Promise<void> {
  if (!existsSync(file)) return;
  if ((await readInfo(file)).provenance?.tabulation?.settings === hash) return;
  throw new ProxyboError("USAGE", "the file is there already, and is not a table of these settings", {
    place: { file },
    hint: "give another --out, or remove it first",
  });
}

/** Writes the table with where it comes from, whole or not at all. */
export async function writeTable(
  file: string,
  { columns, metric }: TableColumns,
  assembly: Assembly,
  identity: TabulationIdentity,
): Promise<void> {
  const { settings, options } = assembly;
  const tabulation = await tabulationOf(assembly, identity);
  const bytes = await parquetBytes(columns, {
    benchmark: "tabulated",
    dataset: nameOf(settings.config.dataset),
    space: options.space.name,
    canonical: true,
    metric,
    sources: [],
    date: new Date().toISOString(),
    importer: await importerVersion(),
    tabulation,
  });
  await replaceFile(file, bytes);
}

async function tabulationOf(
  { settings: { config, plugins }, dataset }: Assembly,
  { hash, command }: TabulationIdentity,
): Promise<Tabulation> {
  return {
    command,
    settings: hash,
    dataset: config.dataset === undefined ? "" : (await dataset()).fingerprint,
    runtime: nameOf(config.runtime),
    seed: config.seed!,
    batchSize: config.batchSize!,
    versions: {
      node: process.versions.node,
      "@proxybo/cli": await cliVersion(),
      ...Object.fromEntries(plugins.map((plugin) => [plugin.package, plugin.version])),
    },
  };
}

function nameOf(reference: string | { readonly name: string } | undefined): string {
  return typeof reference === "string" ? reference : (reference?.name ?? "");
}
