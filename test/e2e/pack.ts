import { execFileSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Builds what has changed and packs every published package as it would be published, one tarball each. */
export function packAll(destination: string): void {
  const run = (command: string, ...args: readonly string[]): void => {
    execFileSync(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    });
  };
  const pnpm = ["--yes", "pnpm@12.21.0", "--recursive", "--filter", "./packages/**"];
  run("npx", ...pnpm, "run", "build");
  run("npx", ...pnpm, "pack", "--pack-destination", destination);
}
