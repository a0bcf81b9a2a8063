import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Packages that carry proxies' scores of their space in a folder `data`. */
const carriers = ["@proxybo/space-nb101", "@proxybo/space-asr"];

/** Packages that bring the carriers along. */
const presets = ["@proxybo/spaces"];

/** The data folders of the installed packages, as seen from the folders whose package.json names the plugins. */
export function packagedData(directories: readonly string[]): readonly string[] {
  const places = directories.flatMap((directory) => [
    directory,
    ...presets.flatMap((preset) => folderOf(preset, directory)),
  ]);
  const folders = places.flatMap((place) => carriers.flatMap((name) => folderOf(name, place)));
  return [...new Set(folders.map((folder) => join(folder, "data")))].filter(existsSync);
}

function folderOf(name: string, from: string): readonly string[] {
  try {
    return [dirname(createRequire(join(from, "package.json")).resolve(`${name}/package.json`))];
  } catch {
    // Not installed there: nothing to find.
    return [];
  }
}
