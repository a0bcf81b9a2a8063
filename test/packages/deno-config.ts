import { relative, sep } from "node:path";
import type { Manifest, PublishedPackage } from "./plugin-sources.ts";

/** What JSR reads of a package, `deno.json`, says nothing that `package.json` does not: it is made from it. */
export interface DenoConfig {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly publish: { readonly include: readonly string[]; readonly exclude: readonly string[] };
}

/** The `deno.json` of a package; `all` are the packages that are published with it. */
export function denoConfig({ manifest }: PublishedPackage, all: readonly PublishedPackage[]): DenoConfig {
  const own = new Map(all.map((other) => [other.manifest.name, other.manifest]));
  const source = ([name, range]: readonly [string, string]): readonly [string, string] => {
    const published = own.get(name);
    return [name, published ? `jsr:${jsrName(name)}@^${published.version}` : `npm:${name}@${range}`];
  };
  const files = manifest.files.filter((file) => file !== "dist");
  return {
    name: jsrName(manifest.name),
    version: manifest.version,
    license: manifest.license,
    exports: Object.fromEntries(Object.entries(manifest.exports).filter(([, file]) => file.endsWith(".ts"))),
    imports: Object.fromEntries(
      Object.entries({ ...required(manifest), ...manifest.dependencies }).map(source),
    ),
    publish: {
      include: ["README.md", "package.json", ...files.filter((file) => !file.startsWith("!"))],
      exclude: files.filter((file) => file.startsWith("!")).map((file) => file.slice(1)),
    },
  };
}

/** Peers that have to be there: the others are loaded by their names, where they are installed. */
function required({ peerDependencies = {}, peerDependenciesMeta = {} }: Manifest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => peerDependenciesMeta[name]?.optional !== true),
  );
}

/** JSR has no names without a scope. */
function jsrName(name: string): string {
  return name.startsWith("@") ? name : `@proxybo/${name.replace("-proxybo-", "-")}`;
}

/** The `deno.json` of the root: which packages belong together, and how strictly their types are checked. */
export function denoWorkspace(root: string, all: readonly PublishedPackage[]): object {
  return {
    workspace: all.map(({ folder }) => `./${relative(root, folder).split(sep).join("/")}`),
    nodeModulesDir: "manual",
    lock: false,
    compilerOptions: {
      lib: ["deno.window"],
      types: [],
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
    },
  };
}
