import { realpath } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { dependencyOf, entryPoint, readPackage } from "./manifest.ts";
import type { Origin } from "./registry.ts";

/**
 * The URL of the module that brings a plugin, to load it again elsewhere, e.g. in a worker; `undefined` where it is no
 * installed package, such as one that a configuration file writes itself.
 *
 * @param directory - what is seen from here is meant, where the plugin was listed and not discovered.
 */
export async function pluginModule(
  { package: name, version, path }: Origin,
  directory: string,
): Promise<string | undefined> {
  const found = await (path === undefined ? dependencyOf(directory, name) : readPackage(path));
  // Another version of the package is not what was listed.
  if (found === undefined || (path === undefined && found.manifest.version !== version)) return undefined;
  return pathToFileURL(await realpath(entryPoint(found))).href;
}
