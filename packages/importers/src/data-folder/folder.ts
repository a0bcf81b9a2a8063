import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { ProxyboError } from "@proxybo/core";
import envPaths from "env-paths";

/** The user's folder of proxybo: PROXYBO_HOME where it is set, else the system's place for data of programs. */
export function dataFolder(): string {
  const home = process.env["PROXYBO_HOME"];
  return home !== undefined && home !== "" ? resolve(home) : envPaths("proxybo", { suffix: "" }).data;
}

/** Where imported tables are. */
export function tablesFolder(): string {
  return join(dataFolder(), "tables");
}

const ending = ".parquet";

/** The file of an imported table. */
export function tableFile(name: string, folder: string = tablesFolder()): string {
  if (!isTableName(name))
    throw new ProxyboError(
      "OPTION_INVALID",
      `expected a name of letters, digits, '-', '_' and '.', got '${name.slice(0, 80)}'`,
      {
        hint: "e.g. nb101, nb201-cifar10, mine",
      },
    );
  return join(folder, name + ending);
}

/** Names of the tables that were imported, sorted. */
export function tableNames(folder: string = tablesFolder()): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending) && !file.startsWith("."))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
}

/** Where tables are looked for by name. */
export interface TablePlaces {
  /** Where imported tables are. Default: the user's. */
  readonly folder?: string;
  /** Names of tables that packages carry, for the message of a word that is none. */
  readonly carried?: readonly string[];
}

/**
 * The file that a word on a command line means: a file that exists, else the imported table of that name, else the word
 * as a path.
 *
 * @throws {ProxyboError} `TABLE_INVALID` where the word is the start of several tables' names, e.g. `nb201`.
 * @example
 * resolveTable("nb101") // => "/home/me/.local/share/proxybo/tables/nb101.parquet", once it was imported
 */
export function resolveTable(
  word: string,
  directory = ".",
  { folder = tablesFolder(), carried = [] }: TablePlaces = {},
): string {
  const path = resolve(directory, word);
  if (!isTableName(word) || existsSync(path)) return path;
  const names = tableNames(folder);
  if (names.includes(word)) return join(folder, word + ending);
  const longer = names.filter((name) => name.startsWith(`${word}-`));
  if (longer.length === 1) return join(folder, longer[0]! + ending);
  if (longer.length > 1)
    throw new ProxyboError("TABLE_INVALID", `'${word}' may mean several imported tables`, {
      hint: `one of: ${longer.join(", ")}`,
    });
  // A word without an ending can be no table file: say what there is.
  if (!/\.(csv|csv\.gz|parquet)$/i.test(word))
    throw new ProxyboError("TABLE_INVALID", `there is neither a file nor an imported table '${word}'`, {
      hint:
        names.length + carried.length === 0
          ? "import one: proxybo data import --help"
          : `there are: ${[...names, ...carried].join(", ")} (proxybo data list)`,
    });
  return path;
}

/** Whether a word may be the name of a table. */
export function isTableName(word: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,99}$/.test(word);
}
