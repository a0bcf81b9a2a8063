import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/**
 * Builds what has changed and packs packages as they would be published, one tarball each.
 *
 * @param names - packages that are packed with all that they depend on; every published package by default.
 */
export function packAll(destination: string, names?: readonly string[]): void {
  const run = (command: string, ...args: readonly string[]): void => {
    execFileSync(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    });
  };
  const chosen =
    names === undefined
      ? ["--filter", "./packages/**"]
      : names.flatMap((name) => ["--filter-prod", `${name}...`]);
  const pnpm = ["--yes", "pnpm@12.21.0", "--recursive", ...chosen];
  run("npx", ...pnpm, "run", "build");
  run("npx", ...pnpm, "pack", "--pack-destination", destination);
}
