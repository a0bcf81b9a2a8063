import { existsSync, globSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the install of a package puts on the disk, in bytes of files. */
export interface InstalledSize {
  /** The package itself, unpacked. */
  readonly own: number;
  /** With its dependencies and required peers, and theirs. */
  readonly total: number;
  /** How many packages that is, the package itself included. */
  readonly packages: number;
}

/** Measures an installed package, e.g. `node_modules/@proxybo/proxy-snip`, and all that it needs, each counted once. */
export function installedSize(folder: string): InstalledSize {
  const folders = installedFolders(folder);
  const sizes = folders.map(bytesOf);
  return { own: sizes[0]!, total: sizes.reduce((sum, size) => sum + size, 0), packages: folders.length };
}

/** The folders of a package and of all packages that it needs, the package itself first. */
export function installedFolders(folder: string): readonly string[] {
  return [...neededBy(realpathSync(folder))];
}

function neededBy(folder: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as Needs;
  const optional = (name: string): boolean => peerDependenciesMeta?.[name]?.optional === true;
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !optional(name));
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    const found = locate(name, folder);
    // Optional dependencies are there only on the systems that they are for.
    if (found !== undefined) neededBy(found, seen);
    else if (optionalDependencies?.[name] === undefined) throw new Error(`${name} is missing for ${folder}`);
  }
  return seen;
}

interface Needs {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Where Node would find a package. */
function locate(name: string, from: string): string | undefined {
  const candidate = join(from, "node_modules", name);
  if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
  return dirname(from) === from ? undefined : locate(name, dirname(from));
}

function bytesOf(folder: string): number {
  return globSync("**/*", {
    cwd: folder,
    exclude: ({ name }) => name === "node_modules",
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
