import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { denoConfig, denoWorkspace } from "./deno-config.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface PublishedPackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Manifests of every published package: name, folder and parsed package.json. */
export function publishedPackages(): PublishedPackage[] {
  return globSync("packages/{*,*/*}/package.json", { cwd: root })
    .map((file) => join(root, file, ".."))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true)
    .toSorted((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly private?: boolean;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string>>;
  readonly keywords?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Every `deno.json` of the workspace, with what it has to contain. */
export function denoFiles(): { readonly file: string; readonly text: string }[] {
  const all = publishedPackages();
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { file: join(root, "deno.json"), text: json(denoWorkspace(root, all)) },
    ...all.map((one) => ({ file: join(one.folder, "deno.json"), text: json(denoConfig(one, all)) })),
  ];
}

/** The source files that call `definePlugin` with a version, each with the version that its package has. */
export function pluginSources(): { readonly file: string; readonly version: string }[] {
  return publishedPackages().flatMap(({ folder, manifest }) =>
    ["index.ts", "builtins.ts"]
      .map((name) => join(folder, "src", name))
      .filter((file) => existsSync(file) && readFileSync(file, "utf8").includes("definePlugin({"))
      .map((file) => ({ file, version: manifest.version })),
  );
}
