import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { satisfies } from "semver";
import type { Plugin } from "../contracts/plugin.ts";
import { messageOf } from "../errors/error.ts";
import { flattenPlugins, type PluginInput } from "./flatten.ts";
import { coreVersion, dependencyOf, entryPoint, nearestPackage, type Package } from "./manifest.ts";
import { missingPackage } from "./missing-package.ts";
import type { Origin, SkippedPlugin } from "./registry.ts";

/** What a package says to be found: `keywords` of its package.json. */
export const pluginKeyword = "proxybo-plugin";

const corePackage = "@proxybo/core";

/** Plugins that a package.json names, with where each comes from. */
export interface Discovery {
  /** The package.json whose dependencies were read; `undefined` where none is at or above the folder. */
  readonly manifest: string | undefined;
  readonly plugins: readonly Plugin[];
  readonly origins: ReadonlyMap<Plugin, Partial<Origin>>;
  readonly skipped: readonly SkippedPlugin[];
}

/**
 * Loads the plugins among the dependencies (`dependencies`, `devDependencies`, `optionalDependencies`) of the nearest
 * package.json at or above `directory`: packages with the keyword `proxybo-plugin` and a peer on `@proxybo/core`.
 * Nothing else in node_modules is looked at. A plugin that cannot be taken is in `skipped`, with why and what to do.
 *
 * @example
 * const { plugins, origins, skipped } = await discoverPlugins(process.cwd());
 * createRegistry(plugins, { origins, skipped });
 */
export async function discoverPlugins(directory: string): Promise<Discovery> {
  const project = await nearestPackage(resolve(directory));
  if (project === undefined) return { manifest: undefined, plugins: [], origins: new Map(), skipped: [] };
  const manifest = join(project.directory, "package.json");
  const { dependencies, devDependencies, optionalDependencies } = project.manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).toSorted();
  const found = await Promise.all(names.map((name) => examine(project.directory, name)));
  const loaded = found.filter((result) => result !== undefined && "plugins" in result);
  const origins = new Map(
    // The first package that brings a plugin is its origin; a preset that brings it again changes nothing.
    loaded
      .flatMap(({ plugins, package: { directory: path, manifest: own } }) =>
        plugins.map((plugin): [Plugin, Partial<Origin>] => [
          plugin,
          {
            path,
            found: manifest,
            ...(own.name !== undefined && own.name !== plugin.name && { via: own.name }),
          },
        ]),
      )
      .toReversed(),
  );
  return {
    manifest,
    plugins: [...new Set(loaded.flatMap(({ plugins }) => plugins))],
    origins,
    skipped: found.filter((result) => result !== undefined && "reason" in result),
  };
}

/** One dependency: its plugins, why it was skipped, or `undefined` where it is no plugin. */
async function examine(
  directory: string,
  name: string,
): Promise<{ package: Package; plugins: readonly Plugin[] } | SkippedPlugin | undefined> {
  if (name === corePackage) return undefined;
  const skip = (reason: string, fix: string, version?: string): SkippedPlugin => ({
    package: name,
    ...(version === undefined ? {} : { version }),
    reason,
    fix,
  });
  let found: Package | undefined;
  try {
    found = await dependencyOf(directory, name);
  } catch (error) {
    return soundsLikePlugin(name)
      ? skip(`its package.json cannot be read: ${messageOf(error)}`, `install it again: npm install ${name}`)
      : undefined;
  }
  if (found === undefined)
    return soundsLikePlugin(name)
      ? skip("it is not installed", `install it: npm install ${name}`)
      : undefined;
  const { version, keywords = [], peerDependencies = {} } = found.manifest;
  const range = peerDependencies[corePackage];
  const tagged = keywords.includes(pluginKeyword);
  if (!tagged && range === undefined) return undefined;
  if (!tagged)
    return skip(
      `its package.json lacks the keyword '${pluginKeyword}'`,
      "list it in a config file, or tell its authors",
      version,
    );
  if (range === undefined)
    return skip(
      `its package.json has no peer dependency on ${corePackage}`,
      "list it in a config file, or tell its authors",
      version,
    );
  const core = await coreVersion();
  if (!range.startsWith("workspace:") && !satisfies(core, range, { includePrerelease: true }))
    return skip(
      `it needs ${corePackage} ${range}, here is ${core}`,
      `install versions that fit: ${npmUpdate(name)} ${corePackage}@latest`,
      version,
    );
  let module: { readonly default?: unknown };
  try {
    // By its real path: from a link into pnpm's store Deno would not find what the plugin imports.
    const entry = await realpath(entryPoint(found));
    module = (await import(pathToFileURL(entry).href)) as typeof module;
  } catch (error) {
    const missing = missingPackage(error);
    return missing === undefined
      ? skip(
          `it threw on import: ${messageOf(error)}`,
          `update it, or tell its authors: ${npmUpdate(name)}`,
          version,
        )
      : skip(`it needs '${missing}', which is not installed`, `install it: npm install ${missing}`, version);
  }
  if (!module.default)
    return skip(
      "it has no default export",
      "tell its authors to default-export definePlugin({ … })",
      version,
    );
  try {
    return { package: found, plugins: flattenPlugins(module.default as PluginInput, "default export") };
  } catch (error) {
    return skip(messageOf(error), "tell its authors to default-export definePlugin({ … })", version);
  }
}

function npmUpdate(name: string): string {
  return `npm install ${name}@latest`;
}

/** Whether a name follows the conventions for plugins: the only sign of one that is not installed. */
function soundsLikePlugin(name: string): boolean {
  return /^@proxybo\/(?!core$|cli$)|^(@[^/]+\/)?proxybo-/.test(name);
}
