import process from "node:process";
import { fileURLToPath } from "node:url";
import { didYouMean, gatherRegistry, partMaker, ProxyboError } from "@proxybo/core";
import { tableFile, tableNames } from "@proxybo/importers";
import { pluginFolders } from "../search/plugin-folders.ts";

/** A table that is found by its name. */
export interface NamedTable {
  readonly name: string;
  readonly file: string;
  /** The package that carries it; `undefined` for one that was imported. */
  readonly package: string | undefined;
}

/** Imported tables, then those that installed packages carry. */
export async function namedTables(): Promise<readonly NamedTable[]> {
  const imported = tableNames().map((name) => ({ name, file: tableFile(name), package: undefined }));
  const registry = await gatherRegistry({ directories: pluginFolders(process.cwd()) });
  const carried = registry.entries.filter(({ kind }) => kind === "tables");
  const taken = new Set(imported.map(({ name }) => name));
  const make = partMaker(registry);
  return [
    ...imported,
    ...(await Promise.all(
      carried
        .filter(({ name }) => !taken.has(name))
        .map(async ({ name, origin }) => ({
          name,
          // By its package too: several may offer one name.
          file: fileURLToPath(
            (await make("tables", { name: `${origin.package}/${name}`, options: {} }, undefined)).product.file,
          ),
          package: origin.package,
        })),
    )),
  ];
}

/** The file of a table that was imported or that a package carries; `USAGE` for another name. */
export async function fileOfTable(name: string): Promise<string> {
  const tables = await namedTables();
  const found = tables.find((table) => table.name === name);
  if (found) return found.file;
  const names = tables.map((table) => table.name);
  throw new ProxyboError("USAGE", `there is no table '${name}'`, {
    hint: [
      didYouMean(name, names),
      names.length === 0 ? "import one: proxybo data import --help" : `there are: ${names.join(", ")}`,
    ]
      .filter((part) => part !== undefined)
      .join("\n"),
  });
}
