import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Packages by the project that depends on them. */
export type Projects = Readonly<Record<string, readonly string[]>>;

/**
 * Makes an empty project for each name, side by side, and installs its packages from a registry, all by one pnpm: so a
 * package sees its own dependencies and nothing else, and dozens of projects take seconds.
 */
export async function installProjects(folder: string, registry: string, projects: Projects): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".npmrc"), `@proxybo:registry=${registry}\n`);
  // A user's install runs no script of a dependency unasked; pnpm wants to be told so.
  writeFileSync(join(folder, "pnpm-workspace.yaml"), 'packages: ["*"]\nignoreScripts: true\n');
  writeManifest(folder, "all-projects", {});
  for (const [name, packages] of Object.entries(projects)) {
    mkdirSync(join(folder, name));
    // `.npmrc` leads only a scope to our registry: packages without one come by their address there.
    const specifiers = packages.map((wanted) => [
      wanted,
      wanted.startsWith("@") ? "*" : `${registry}latest/${wanted}.tgz`,
    ]);
    writeManifest(join(folder, name), name, Object.fromEntries(specifiers));
  }
  // Not synchronously: the registry answers from this process.
  await promisify(execFile)("npx", ["--yes", "pnpm@12.21.0", "install"], { cwd: folder });
}

function writeManifest(folder: string, name: string, dependencies: Readonly<Record<string, string>>): void {
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name, private: true, type: "module", dependencies }),
  );
}

/** A folder's name for a package: `@proxybo/proxy-snip` is `proxy-snip`. */
export function projectOf(name: string): string {
  return name.slice(name.indexOf("/") + 1);
}
