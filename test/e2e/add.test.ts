import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packAll } from "./pack.ts";
import { type LocalRegistry, serveTarballs } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "proxybo-add-"));
const programs = join(folder, "bin");
let registry: LocalRegistry;

/** Each package manager with how it is run here, and the lock file by which `proxybo add` knows it. */
const managers = [
  { manager: "npm", program: undefined, lockfile: "package-lock.json" },
  { manager: "pnpm", program: "npx --yes pnpm@12.21.0", lockfile: "pnpm-lock.yaml" },
  { manager: "yarn", program: "npx --yes yarn@1.22.22", lockfile: "yarn.lock" },
  {
    manager: "bun",
    program: join(import.meta.dirname, "../node_modules/.bin/bun"),
    lockfile: "bun.lock",
  },
] as const;

beforeAll(async () => {
  mkdirSync(join(folder, "tarballs"));
  packAll(join(folder, "tarballs"), ["@proxybo/cli", "@proxybo/proxy-params", "@proxybo/space-nb201"]);
  registry = await serveTarballs(join(folder, "tarballs"));
  mkdirSync(programs);
  for (const { manager, program } of managers) {
    if (program === undefined) continue;
    writeFileSync(join(programs, manager), `#!/bin/sh\nexec ${program} "$@"\n`);
    chmodSync(join(programs, manager), 0o755);
  }
}, 300_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command in a project of a person who has every package manager, and was started by none. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { npm_config_user_agent: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(command, args, {
    cwd,
    env: {
      ...env,
      PATH: [programs, dirname(process.execPath), process.env["PATH"]].join(delimiter),
      NO_COLOR: "1",
      NODE_PATH: "",
    },
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return stdout;
}

describe.skipIf(process.platform === "win32").each(managers)(
  "proxybo add in a project of $manager",
  ({ manager, lockfile }) => {
    const project = join(folder, manager);
    const proxybo = (...args: readonly string[]): Promise<string> =>
      run(join(project, "node_modules/.bin/proxybo"), args, project);

    beforeAll(async () => {
      mkdirSync(project);
      writeFileSync(join(project, ".npmrc"), `@proxybo:registry=${registry.url}\n`);
      writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
      await run(manager, [manager === "npm" ? "install" : "add", "@proxybo/cli"], project);
    }, 120_000);

    it("installs by it what was asked for, which is then found and works", async () => {
      const added = JSON.parse(await proxybo("add", "nb201", "params", "--yes", "--json")) as {
        readonly manager: string;
        readonly command: readonly string[];
        readonly packages: readonly string[];
      };
      expect(added.manager).toBe(manager);
      expect(added.command.slice(0, 2)).toEqual([manager, manager === "npm" ? "install" : "add"]);
      expect(added.packages).toEqual(["@proxybo/space-nb201", "@proxybo/proxy-params"]);
      const { dependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {
        readonly dependencies: Readonly<Record<string, string>>;
      };
      expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(["@proxybo/cli", ...added.packages]));
      expect(readFileSync(join(project, lockfile), "utf8")).toContain("@proxybo/proxy-params");
      const cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|skip_connect~0|none~1|none~2|";
      const task = ["--set", "task.input=[3,32,32]", "--set", "task.classes=10"];
      const scored = JSON.parse(await proxybo("score", cell, ...task, "--json")) as {
        readonly architectures: readonly { readonly scores: object }[];
      };
      expect(Object.keys(scored.architectures[0]!.scores)).toEqual(["params"]);
      const again = JSON.parse(await proxybo("add", "params", "--yes", "--json")) as object;
      expect(again).toMatchObject({ command: null, packages: [] });
    }, 120_000);
  },
);
