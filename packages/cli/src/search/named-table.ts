import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { carriedTable, expandReference, type ProxyboConfig, type Registry } from "@proxybo/core";
import { isTableName, resolveTable, tableNames } from "@proxybo/importers";

/** The path that `--table` means: from the working directory, or a word that is no file and may be a table's name. */
export function pathOfTable(word: string): string {
  const path = resolve(word);
  return isTableName(word) && !existsSync(path) ? word : path;
}

/**
 * A configuration whose objective `table` names a file: what it names may be a table that was imported or that an
 * installed package carries. Such a table says what its space is, where the configuration does not.
 *
 * @throws {ProxyboError} `TABLE_INVALID` for a name of several or no tables, `PLUGIN_UNKNOWN` for a table whose package
 *   is not installed.
 */
export async function withNamedTable(
  config: ProxyboConfig,
  registry: Registry,
  directory: string,
): Promise<ProxyboConfig> {
  if (config.objective === undefined) return config;
  const { name, options } = expandReference(config.objective, "objective");
  const word = options["path"];
  if (name !== "table" || typeof word !== "string" || !isTableName(word)) return config;
  if (existsSync(resolve(directory, word))) return config;
  const carried = tableNames().includes(word) ? undefined : await carriedTable(word, registry);
  if (carried === undefined) {
    const path = resolveTable(word, directory, { carried: registry.names("tables") });
    return { ...config, objective: { name, options: { ...options, path } } };
  }
  const { space, file, options: reading } = carried;
  return {
    ...config,
    space: config.space ?? { name: space.name, options: { ...space.options } },
    objective: { name, options: { ...reading, ...options, path: fileURLToPath(file) } },
  };
}
