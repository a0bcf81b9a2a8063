import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ProxyboError } from "@proxybo/core";

type Bench = typeof import("@proxybo/bench");

const name = "@proxybo/bench";

/**
 * Loads the package that makes comparisons: the project's at hand, else the one beside this command. Few need it, and
 * it brings a renderer of figures, so it is installed by those who do.
 */
export async function loadBenchPackage(
  places: readonly string[] = [join(process.cwd(), "package.json"), import.meta.url],
): Promise<Bench> {
  for (const from of places) {
    const file = resolveFrom(from);
    if (file !== undefined) return (await import(pathToFileURL(file).href)) as Bench;
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
function resolveFrom(place: string): string | undefined {
  const start = place.startsWith("file:") ? fileURLToPath(place) : place;
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", name, "package.json")))
      return createRequire(join(folder, "package.json")).resolve(name);
    if (folder === dirname(folder)) return undefined;
  }
}
