import type { Kind, OptionsInput, Plugin } from "../contracts/plugin.ts";
import type { corePlugin } from "../registry/built-in.ts";
import type { PluginInput } from "../registry/flatten.ts";
import type { ProxyboConfig } from "./schema.ts";

/** All plugins of a nested list, as a union; presets nest up to as deep as `Depth` is long. */
type Flatten<P, Depth extends readonly unknown[] = [1, 1, 1, 1]> = P extends readonly (infer Item)[]
  ? Depth extends readonly [unknown, ...infer Rest]
    ? Flatten<Item, Rest>
    : never
  : P extends Plugin
    ? P
    : never;

/** The records of entries of a kind, one a plugin. */
type Records<Q, K extends Kind> = Q extends { readonly [k in K]: infer Entries } ? Entries : never;

/** `name`, or `{ name, options }` with the options of that entry, for each entry of a kind. */
type References<Entries> = Entries extends unknown
  ? {
      readonly [N in keyof Entries & string]:
        | N
        | { readonly name: N; readonly options?: OptionsOf<Entries[N]> };
    }[keyof Entries & string]
  : never;

// `create` is only read for the type of its first parameter.
// oxlint-disable-next-line typescript/no-explicit-any
type OptionsOf<E> = E extends { create(options: infer O, ...rest: any[]): unknown } ? OptionsInput<O> : never;

/** Two packages may offer one name; then `package/name` says which. Its options are checked when the run starts. */
type Qualified = `${string}/${string}`;
type QualifiedReference =
  | Qualified
  | { readonly name: Qualified; readonly options?: Readonly<Record<string, unknown>> };

type AnyReference = string | { readonly name: string; readonly options?: Readonly<Record<string, unknown>> };

/** Without a list of plugins they come from package.json, and no name is known to the compiler. */
type ReferenceOf<P extends readonly PluginInput[], K extends Kind> = [P] extends [readonly []]
  ? AnyReference
  : References<Records<Flatten<P> | typeof corePlugin, K>> | QualifiedReference;

/** A configuration whose names and options are those of its plugins. */
export interface TypedConfig<P extends readonly PluginInput[]> extends Omit<
  ProxyboConfig,
  "plugins" | "space" | "objective" | "strategy" | "surrogate" | "proxies" | "runtime" | "dataset"
> {
  readonly plugins?: P;
  readonly space?: ReferenceOf<P, "spaces">;
  readonly objective?: ReferenceOf<P, "objectives">;
  readonly strategy?: ReferenceOf<P, "strategies">;
  readonly surrogate?: ReferenceOf<P, "surrogates">;
  /** Proxies that the objective has on record need no plugin, so any name may stand here. */
  readonly proxies?: readonly (ReferenceOf<P, "proxies"> | (string & {}))[];
  readonly runtime?: ReferenceOf<P, "runtimes"> | "auto" | `${string}:${string}`;
  readonly dataset?: ReferenceOf<P, "datasets">;
}

/**
 * Gives a configuration back, typed: names and options are inferred from `plugins`.
 *
 * @example
 * export default defineConfig({
 *   plugins: [spaces, surrogates, proxies],
 *   space: "nb201",
 *   objective: { name: "table", options: { path: "nb201-cifar10.csv.gz" } },
 *   surrogate: { name: "rf", options: { trees: 10 } },
 *   proxies: ["snip", "synflow", "jacob_cov"],
 * });
 */
export function defineConfig<const P extends readonly PluginInput[] = readonly []>(
  config: TypedConfig<P>,
): TypedConfig<P> {
  return config;
}
