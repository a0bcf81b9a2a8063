import { left, right, type Either } from "fp-ts/lib/Either.js";
import { kinds, type Entries, type Kind, type Plugin } from "../contracts/plugin.ts";
import { ProxyboError } from "../errors/error.ts";
import { flattenPlugins, type PluginInput } from "./flatten.ts";
import { nouns, officialNames, packageFor } from "./kinds.ts";
import { didYouMean, nearest } from "./nearest.ts";

/** Where an entry comes from. */
export interface Origin {
  readonly package: string;
  readonly version: string;
  /** Folder of the package, where it was found by one. */
  readonly path?: string;
  /** The package that brought it, where that is a preset and not the plugin's own. */
  readonly via?: string;
  /** How it was found, for people: `built in`, `listed`, or the file that names it. */
  readonly found: string;
}

/** A named entry of a plugin. */
export interface RegisteredEntry<K extends Kind = Kind> {
  readonly kind: K;
  readonly name: string;
  readonly entry: Entries[K];
  readonly origin: Origin;
}

/** A plugin that was found but not taken: the others load all the same. */
export interface SkippedPlugin {
  readonly package: string;
  readonly version?: string;
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Two or more packages that offer one name: an error only where the bare name is used. */
export interface Clash {
  readonly kind: Kind;
  readonly name: string;
  readonly packages: readonly string[];
}

/** All entries that the plugins of a run offer, by kind and name. */
export interface Registry {
  readonly plugins: readonly { readonly plugin: Plugin; readonly origin: Origin }[];
  readonly entries: readonly RegisteredEntry[];
  readonly clashes: readonly Clash[];
  readonly skipped: readonly SkippedPlugin[];
  /** Names of a kind, sorted. */
  names(kind: Kind): readonly string[];
  /**
   * The entry called `name`, or `package/name` where two packages offer one name. `PLUGIN_UNKNOWN` suggests the nearest
   * names and the package to install; `PLUGIN_DUPLICATE` names the packages.
   */
  find<K extends Kind>(kind: K, name: string): Either<ProxyboError, RegisteredEntry<K>>;
}

/**
 * The registry of a list of plugins. Nested lists flatten, falsy entries drop, a plugin that is listed twice counts once.
 *
 * @throws {ProxyboError} `PLUGIN_INVALID` naming the position of what is no plugin.
 * @example
 * createRegistry([preset, production && extra]).names("proxies") // => ["jacob_cov", "snip", "synflow"]
 */
export function createRegistry(
  plugins: PluginInput,
  details: {
    readonly origins?: ReadonlyMap<Plugin, Partial<Origin>>;
    readonly skipped?: readonly SkippedPlugin[];
  } = {},
): Registry {
  const located = flattenPlugins(plugins).map((plugin) => ({
    plugin,
    origin: {
      package: plugin.name,
      version: plugin.version,
      found: "listed",
      ...details.origins?.get(plugin),
    },
  }));
  const entries = located.flatMap(({ plugin, origin }) =>
    kinds.flatMap((kind) =>
      Object.entries(plugin[kind] ?? {}).map(([name, entry]): RegisteredEntry => ({
        kind,
        name,
        entry,
        origin,
      })),
    ),
  );
  const named = (kind: Kind, name: string) =>
    entries.filter((registered) => registered.kind === kind && answersTo(registered, name));
  return {
    plugins: located,
    entries,
    clashes: findClashes(entries),
    skipped: details.skipped ?? [],
    names: (kind) =>
      [...new Set(entries.filter((entry) => entry.kind === kind).map(({ name }) => name))].toSorted(),
    find<K extends Kind>(kind: K, name: string): Either<ProxyboError, RegisteredEntry<K>> {
      const found = named(kind, name);
      if (found.length === 1) return right(found[0] as RegisteredEntry<K>);
      return left(found.length === 0 ? unknownName(this, kind, name) : duplicateName(found, kind, name));
    },
  };
}

function answersTo({ name, origin }: RegisteredEntry, reference: string): boolean {
  return reference === name || reference === `${origin.package}/${name}`;
}

function findClashes(entries: readonly RegisteredEntry[]): readonly Clash[] {
  const groups = Map.groupBy(entries, ({ kind, name }) => `${kind}/${name}`);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({
      kind: group[0]!.kind,
      name: group[0]!.name,
      packages: group.map(({ origin }) => `${origin.package}@${origin.version}`),
    }));
}

function duplicateName(found: readonly RegisteredEntry[], kind: Kind, name: string): ProxyboError {
  const packages = [...new Set(found.map(({ origin }) => origin.package))];
  const whole = found.map(({ origin: { package: owner, version, path } }) =>
    path === undefined ? `${owner}@${version}` : `${owner}@${version} (${path})`,
  );
  return new ProxyboError(
    "PLUGIN_DUPLICATE",
    `the ${nouns[kind]} '${name}' is offered by ${found.length} plugins: ${whole.join(", ")}`,
    {
      hint:
        packages.length > 1
          ? `say which one: ${packages.map((owner) => `'${owner}/${name}'`).join(" or ")}`
          : `keep one copy of ${packages[0]}: list it once, in one version`,
    },
  );
}

function unknownName(registry: Registry, kind: Kind, reference: string): ProxyboError {
  const known = registry.names(kind);
  const list = known.length === 0 ? "none is installed" : `known: ${known.join(", ")}`;
  return new ProxyboError("PLUGIN_UNKNOWN", `unknown ${nouns[kind]} '${reference}'; ${list}`, {
    hint: adviceFor(registry, kind, reference),
  });
}

/** What to do about an unknown name: the likeliest reason first. */
function adviceFor(registry: Registry, kind: Kind, reference: string): string {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  const wanted = packageFor(kind, name);
  const skipped = registry.skipped.find(
    (plugin) => plugin.package === wanted || reference.startsWith(`${plugin.package}/`),
  );
  if (skipped) return `${skipped.package} was skipped: ${skipped.reason}; ${skipped.fix}`;
  const owners = registry.entries.filter((entry) => entry.kind === kind && entry.name === name);
  if (owners.length > 0)
    return `use ${owners.map(({ origin }) => `'${origin.package}/${name}'`).join(" or ")}`;
  const install = (missing: string) => {
    const carrier = packageFor(kind, missing);
    return `'${missing}' comes with ${carrier}: npm install ${carrier}`;
  };
  if (officialNames(kind).includes(name)) return install(name);
  const names = [...registry.names(kind), ...officialNames(kind)];
  const guess = didYouMean(reference, names);
  if (guess === undefined)
    return `install the package that offers it (by convention ${wanted} or @<scope>/${wanted}) and list it under plugins`;
  const missing = nearest(reference, names).find((near) => !registry.names(kind).includes(near));
  return missing === undefined ? guess : `${guess} ${install(missing)}`;
}
