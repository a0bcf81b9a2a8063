import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The fields of a package.json that discovery reads. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package.json and the folder it describes. */
export interface Package {
  readonly directory: string;
  readonly manifest: Manifest;
}

/** The package.json of a folder; `undefined` where there is none. Rejects one that is no JSON. */
export async function readPackage(directory: string): Promise<Package | undefined> {
  let text: string;
  try {
    text = await readFile(join(directory, "package.json"), "utf8");
  } catch {
    return undefined;
  }
  return { directory, manifest: JSON.parse(text) as Manifest };
}

/** The nearest package.json at or above a folder. */
export async function nearestPackage(directory: string): Promise<Package | undefined> {
  for (const folder of upward(directory)) {
    const found = await readPackage(folder);
    if (found) return found;
  }
  return undefined;
}

/** A dependency as the code in `directory` sees it; `undefined` where it is not installed. */
export async function dependencyOf(directory: string, name: string): Promise<Package | undefined> {
  for (const folder of upward(directory)) {
    const found = await readPackage(join(folder, "node_modules", name));
    if (found) return found;
  }
  try {
    // Where packages are not in node_modules folders (Plug'n'Play), the resolver knows them.
    return await readPackage(
      dirname(createRequire(join(directory, "package.json")).resolve(`${name}/package.json`)),
    );
  } catch {
    return undefined;
  }
}

/** The file that `import` of a package loads. */
export function entryPoint({ directory, manifest }: Package): string {
  const root = manifest.exports as Record<string, unknown> | undefined;
  const main = typeof root === "object" && root !== null && "." in root ? root["."] : root;
  return join(directory, importTarget(main) ?? manifest.main ?? "index.js");
}

function importTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (Array.isArray(target)) return target.map(importTarget).find((found) => found !== undefined);
  if (typeof target !== "object" || target === null) return undefined;
  const conditions = ["node", "import", "module-sync", "default"];
  return Object.entries(target)
    .filter(([condition]) => conditions.includes(condition))
    .map(([, inner]) => importTarget(inner))
    .find((found) => found !== undefined);
}

/** The version of this package. */
export async function coreVersion(): Promise<string> {
  const own = await nearestPackage(dirname(fileURLToPath(import.meta.url)));
  return own?.manifest.version ?? "0.0.0";
}

function* upward(directory: string): Generator<string> {
  for (let folder = directory; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}
