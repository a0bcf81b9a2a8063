import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ProxyboError } from "@proxybo/core";

/** Where optional packages are looked for: the project at hand, then beside this command. */
const usualPlaces: readonly string[] = [join(process.cwd(), "package.json"), import.meta.url];

/**
 * Loads a package that few commands need and that brings much along, so that only those who use it install it.
 *
 * @throws {ProxyboError} `MISSING_DEPENDENCY` where it is not installed.
 */
export async function loadOptionalPackage<Package>(
  name: string,
  places: readonly string[] = usualPlaces,
): Promise<Package> {
  for (const from of places) {
    const file = resolveFrom(name, from);
    if (file !== undefined) return (await import(pathToFileURL(file).href)) as Package;
  }
  throw new ProxyboError(
    "MISSING_DEPENDENCY",
    `this command needs the package ${name}, which is not installed`,
    {
      hint: `npm install ${name}`,
    },
  );
}

/** Only what is installed for `place` counts: `require` alone would also look where NODE_PATH points. */
function resolveFrom(name: string, place: string): string | undefined {
  const start = place.startsWith("file:") ? fileURLToPath(place) : place;
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", name, "package.json")))
      return createRequire(join(folder, "package.json")).resolve(name);
    if (folder === dirname(folder)) return undefined;
  }
}
