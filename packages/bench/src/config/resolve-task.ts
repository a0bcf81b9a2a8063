import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isRight } from "fp-ts/lib/Either.js";
import {
  carriedTable,
  didYouMean,
  expandReference,
  partMaker,
  type PartReference,
  ProxyboError,
  readTable,
  type Registry,
} from "@proxybo/core";
import { type KnownTask, knownTasks } from "./known-tasks.ts";
import type { TaskConfig } from "./schema.ts";

/** A benchmark to search on. Plain data with absolute paths: workers open it again. */
export interface BenchTask {
  readonly name: string;
  readonly title: string;
  readonly space: PartReference;
  /** Options of the objective `table`. */
  readonly table: Readonly<Record<string, unknown>> & { readonly path: string; readonly proxies?: string };
  readonly pool: string | undefined;
}

/** Where tasks are found. */
export interface TaskPlaces {
  /** Relative paths of a configuration start here. */
  readonly directory: string;
  /** Folders that hold the files of known tasks, the first that has a file wins. */
  readonly data: readonly string[];
}

/**
 * A task by the name of a known benchmark, by `name=file`, or as a configuration has it.
 *
 * @throws {ProxyboError} `USAGE` for an unknown name, or a file that is not there.
 */
export async function resolveTask(
  given: string | TaskConfig,
  registry: Registry,
  places: TaskPlaces,
  defaultSpace?: string,
): Promise<BenchTask> {
  const config =
    typeof given === "string"
      ? ((await carriedTask(given, registry)) ?? readTask(given, registry, defaultSpace, places))
      : given;
  const options = typeof config.table === "string" ? { path: config.table } : config.table;
  const path = resolve(places.directory, options.path);
  if (!existsSync(path))
    throw new ProxyboError("USAGE", `task '${config.name}': there is no such table`, {
      place: { file: path },
      hint: "give the table as --tasks name=file, or the folder of the known ones: --data <folder>",
    });
  const space = config.space ?? (await spaceOf(path, options, registry));
  const made = await partMaker(registry)("spaces", expandReference(space, "space"), undefined);
  const file = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : resolve(places.directory, name);
  const scores = file(config.scores);
  return {
    name: config.name,
    title: config.title ?? config.name,
    space: made.reference,
    table: { ...options, path, ...(scores !== undefined && { proxies: scores }) },
    pool: file(config.pool),
  };
}

/** The known task of a name as a configuration; `undefined` where none of its files is in the folders. */
export function findKnownTask(known: KnownTask, data: readonly string[]): TaskConfig | undefined {
  const find = (names: readonly string[]): string | undefined =>
    names.flatMap((name) => data.map((folder) => resolve(folder, name))).find((path) => existsSync(path));
  const { tables, scoreFiles = [], ...rest } = known;
  for (const { file, options } of tables) {
    const path = find([file]);
    const scores = find(scoreFiles);
    if (path !== undefined)
      return { ...rest, table: { ...options, path }, ...(scores !== undefined && { scores }) };
  }
  return undefined;
}

/** The table of that name that a package carries, as a task; `undefined` where none does. */
async function carriedTask(name: string, registry: Registry): Promise<TaskConfig | undefined> {
  const table = await carriedTable(name, registry);
  if (table === undefined) return undefined;
  const { title, space, file, options } = table;
  return {
    name,
    title,
    space: { name: space.name, options: { ...space.options } },
    table: { ...options, path: fileURLToPath(file) },
  };
}

function readTask(
  text: string,
  registry: Registry,
  space: string | undefined,
  { data, directory }: TaskPlaces,
): TaskConfig {
  const equals = text.indexOf("=");
  if (equals > 0)
    return {
      name: text.slice(0, equals),
      table: resolve(directory, text.slice(equals + 1)),
      ...(space !== undefined && { space }),
    };
  const known = knownTasks.find(({ name }) => name === text);
  const found = known && findKnownTask(known, data);
  if (found) return found;
  if (!known && existsSync(join(directory, text)))
    return { name: basename(text).split(".")[0]!, table: text, ...(space !== undefined && { space }) };
  const names = [...knownTasks.map(({ name }) => name), ...registry.names("tables")];
  const files = known?.tables.map(({ file }) => file).join(" or ");
  throw new ProxyboError(
    "USAGE",
    known
      ? `the table of task '${text}' is not there: looked for ${files} in ${data.join(", ") || "no folder"}`
      : `unknown task '${text}'; known: ${names.join(", ")}`,
    {
      hint: known
        ? "say in which folder it is: --data <folder>, or PROXYBO_DATA"
        : (didYouMean(text, names) ?? `give a table of your own as ${text}=file.csv`),
    },
  );
}

/** The only installed space that reads the table's first architecture. */
async function spaceOf(
  path: string,
  options: Readonly<Record<string, unknown>>,
  registry: Registry,
): Promise<string> {
  const column = (options["columns"] as { arch?: string } | undefined)?.arch ?? "arch";
  const first = (await readTable(path, [column])).texts(column, "the text of each architecture")[0]!;
  const make = partMaker(registry);
  const readers: string[] = [];
  for (const name of registry.names("spaces")) {
    const space = await make("spaces", { name, options: {} }, undefined).catch(unlessOptionsMissing);
    if (space && isRight(space.product.parse(first))) readers.push(name);
  }
  if (readers.length === 1) return readers[0]!;
  const all = registry.names("spaces");
  throw new ProxyboError(
    "USAGE",
    readers.length === 0
      ? `no installed space reads '${first.slice(0, 80)}'; installed: ${all.join(", ") || "none"}`
      : `several spaces read '${first.slice(0, 80)}': ${readers.join(", ")}`,
    { place: { file: path }, hint: "say which: --space <name>" },
  );
}

/** A space that cannot be made without options, such as one of the user's own decisions, reads no table by itself. */
function unlessOptionsMissing(error: unknown): undefined {
  if (!(error instanceof ProxyboError && error.code === "OPTION_INVALID")) throw error;
}
