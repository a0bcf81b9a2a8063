import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Dataset } from "./dataset.ts";
import type { Objective } from "./objective.ts";
import type { ZeroCostProxy } from "./proxy.ts";
import type { BackendStatus, NetworkRuntime } from "./runtime.ts";
import type { SearchSpace } from "./space.ts";
import type { Strategy } from "./strategy.ts";
import type { Surrogate } from "./surrogate.ts";
import type { BenchmarkTable } from "./table.ts";

/**
 * A named thing that a plugin offers: how to make it from options. `options` validates and fills in defaults; a schema
 * that also gives a JSON schema (zod does) lets the command line list them.
 */
export interface Entry<Product, Context = void, Options = unknown> {
  readonly description: string;
  readonly options: StandardSchemaV1<unknown, Options>;
  create(options: Options, context: Context): Product | Promise<Product>;
}

/** Options as people write them: any part may be left out, defaults fill it in. */
export type OptionsInput<Options> = Options extends readonly unknown[] | ((...given: never[]) => unknown)
  ? Options
  : Options extends object
    ? { readonly [K in keyof Options]?: OptionsInput<Options[K]> }
    : Options;

/** What an objective is made from, besides its options. */
export interface ObjectiveContext {
  readonly space: SearchSpace;
  /** Made on the first call; `USAGE` where the configuration names none. */
  runtime(): Promise<NetworkRuntime>;
  dataset(): Promise<Dataset>;
  /** Relative paths in options start here. */
  readonly directory: string;
}

export interface DatasetContext {
  /** Relative paths in options start here. */
  readonly directory: string;
}

/** A runtime also says which of its backends can be used here, for `proxybo doctor`. */
export interface RuntimeEntry<Options = unknown> extends Entry<NetworkRuntime, void, Options> {
  diagnose(): Promise<readonly BackendStatus[]>;
}

// Options are validated by their own schema before `create` sees them, so a collection of entries need not know them.
// oxlint-disable-next-line typescript/no-explicit-any
type Any = any;

/** What each kind of entry is. */
export interface Entries {
  readonly spaces: Entry<SearchSpace<Any>, void, Any>;
  readonly proxies: Entry<ZeroCostProxy, void, Any>;
  readonly surrogates: Entry<Surrogate, void, Any>;
  readonly strategies: Entry<Strategy, void, Any>;
  readonly runtimes: RuntimeEntry<Any>;
  readonly objectives: Entry<Objective<Any>, ObjectiveContext, Any>;
  readonly datasets: Entry<Dataset, DatasetContext, Any>;
  readonly tables: Entry<BenchmarkTable, void, Any>;
}

export type Kind = keyof Entries;

/** A package's contribution: a plain frozen object, its default export. */
export type Plugin = {
  /** The package's name. */
  readonly name: string;
  readonly version: string;
} & { readonly [K in Kind]?: Readonly<Record<string, Entries[K]>> };

/**
 * Checks and freezes a plugin; gives it back with its exact type, so that configurations know its names and options.
 *
 * @throws {TypeError} where `name` or `version` is missing or an entry is no factory.
 * @example
 * export default definePlugin({ name: "proxybo-proxy-depth", version: "1.0.0", proxies: { depth } });
 */
export function definePlugin<const P extends Plugin>(plugin: P): P {
  const fault = faultOfPlugin(plugin);
  if (fault !== undefined) throw new TypeError(fault);
  for (const kind of kinds) if (plugin[kind]) Object.freeze(plugin[kind]);
  return Object.freeze(plugin);
}

export const kinds: readonly Kind[] = [
  "spaces",
  "proxies",
  "surrogates",
  "strategies",
  "runtimes",
  "objectives",
  "datasets",
  "tables",
];

/** What is wrong with the shape of a would-be plugin, or `undefined`. */
export function faultOfPlugin(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return `expected a plugin object, got ${nameOf(value)}`;
  const plugin = value as Record<string, unknown>;
  const expected = (field: string, what: string, got: unknown): string =>
    `field '${field}': expected ${what}, got ${nameOf(got)}`;
  for (const field of ["name", "version"]) {
    if (typeof plugin[field] !== "string" || plugin[field] === "")
      return expected(field, "a text", plugin[field]);
  }
  const unknown = Object.keys(plugin).find((field) => !knownFields.includes(field));
  if (unknown !== undefined) return `unknown field '${unknown}': expected ${knownFields.join(", ")}`;
  for (const kind of kinds) {
    const entries = plugin[kind];
    if (entries === undefined) continue;
    if (typeof entries !== "object" || entries === null || Array.isArray(entries))
      return expected(kind, "an object of entries", entries);
    for (const [name, entry] of Object.entries(entries)) {
      const candidate = entry as Partial<Entry<unknown>> | null;
      const at = `${kind}.${name}`;
      if (typeof candidate?.create !== "function")
        return expected(`${at}.create`, "a function", candidate?.create);
      if (typeof candidate.description !== "string")
        return expected(`${at}.description`, "a text", candidate.description);
      if (typeof candidate.options?.["~standard"]?.validate !== "function")
        return expected(`${at}.options`, "a Standard Schema", candidate.options);
    }
  }
  return undefined;
}

const knownFields: readonly string[] = ["name", "version", ...kinds];

function nameOf(value: unknown): string {
  if (value === "") return "an empty text";
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value;
}
