import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const lockfiles: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

/**
 * The package manager of a project: what the nearest `packageManager` field or lockfile at or above the folder says,
 * else what started this command (its user agent), else npm.
 */
export function packageManager(directory: string, env: NodeJS.ProcessEnv = process.env): PackageManager {
  for (const folder of upward(directory)) {
    const named = managerNamed(join(folder, "package.json"));
    if (named !== undefined) return named;
    const found = lockfiles.find(([file]) => existsSync(join(folder, file)));
    if (found) return found[1];
  }
  return asManager(env["npm_config_user_agent"]?.split("/")[0]) ?? "npm";
}

/** The command that installs packages, in words of their own. */
export function installCommand(manager: PackageManager, packages: readonly string[]): readonly string[] {
  return [manager, manager === "npm" ? "install" : "add", ...packages];
}

/** The folder of the nearest package.json at or above a folder. */
export function projectFolder(directory: string): string | undefined {
  return [...upward(directory)].find((folder) => existsSync(join(folder, "package.json")));
}

/** Whether code in a folder finds a package in node_modules. */
export function isInstalled(directory: string, name: string): boolean {
  return [...upward(directory)].some((folder) =>
    existsSync(join(folder, "node_modules", name, "package.json")),
  );
}

function managerNamed(manifest: string): PackageManager | undefined {
  try {
    const { packageManager: field } = JSON.parse(readFileSync(manifest, "utf8")) as {
      packageManager?: string;
    };
    return asManager(field?.split("@")[0]);
  } catch {
    // Not there, or not readable: the lockfiles decide.
    return undefined;
  }
}

function asManager(name: string | undefined): PackageManager | undefined {
  return name === "npm" || name === "pnpm" || name === "yarn" || name === "bun" ? name : undefined;
}

function* upward(directory: string): Generator<string> {
  for (let folder = directory; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}
