import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packAll } from "./pack.ts";
import { type LocalRegistry, serveTarballs } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "proxybo-create-"));
const tarballs = join(folder, "tarballs");
const project = join(folder, "project");
let registry: LocalRegistry;

/** What is asked for, and the kind that `proxybo plugins` tells. */
const wishes: readonly (readonly [name: string, kind: string, ...flags: string[]])[] = [
  ["slope", "proxy"],
  ["nets", "space"],
  [
    "mixed-nets",
    "space",
    "--decision",
    "layers=1,2",
    "--decision",
    "block=plain,residual",
    "--decision",
    "rate=0,0.5",
  ],
  ["words", "space", "--decision", "block=plain,residual"],
  ["linear", "surrogate"],
  ["climb", "strategy"],
  ["remote", "objective"],
];

/** Not the synchronous kind: the registry answers from this process. */
async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`;
  const env = {
    ...process.env,
    PATH: path,
    PROXYBO_STORE: join(folder, "studies.sqlite"),
    NO_COLOR: "1",
    NODE_PATH: "",
  };
  const { stdout } = await promisify(execFile)(command, args, {
    cwd,
    env,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

const plugins = wishes.map(([name, kind]) => ({ name, kind, package: `proxybo-${kind}-${name}` }));

beforeAll(async () => {
  mkdirSync(tarballs);
  mkdirSync(join(project, "plugins"), { recursive: true });
  packAll(tarballs, [
    "create-proxybo-plugin",
    "@proxybo/cli",
    "@proxybo/runtime-tfjs",
    "@proxybo/space-nb201",
  ]);
  registry = await serveTarballs(tarballs);
  writeFileSync(join(project, ".npmrc"), `@proxybo:registry=${registry.url}\naudit=false\nfund=false\n`);
  const creator = join(
    tarballs,
    readdirSync(tarballs).find((file) => file.startsWith("create-"))!,
  );
  const manifest = { private: true, devDependencies: { "create-proxybo-plugin": creator } };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  await run(project, "npm", "install");
  const create = join(project, "node_modules/.bin/create-proxybo-plugin");
  for (const [name, kind, ...flags] of wishes)
    await run(join(project, "plugins"), create, kind, name, ...flags);
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({
      private: true,
      workspaces: ["plugins/*"],
      dependencies: {
        "@proxybo/cli": "*",
        ...Object.fromEntries(plugins.map((plugin) => [plugin.package, "*"])),
      },
    }),
  );
  await run(project, "npm", "install");
}, 600_000);
afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe("what npm create proxybo-plugin writes", () => {
  it.each(plugins)(
    "passes its own types, tests and build at once: $kind $name",
    async (plugin) => {
      const at = join(project, "plugins", plugin.package);
      await run(at, "npm", "run", "types");
      expect(await run(at, "npm", "test")).toMatch(/Tests {2}\d+ passed/);
      await run(at, "npm", "run", "build");
      const packed = await run(at, "npm", "pack", "--dry-run", "--json", "--ignore-scripts");
      expect(packed).toContain("dist/index.d.ts");
      expect(packed).not.toContain(".test.");
    },
    300_000,
  );

  it("is found by the command line, each under its name, and none is skipped", async () => {
    const bin = join(project, "node_modules/@proxybo/cli/dist/bin.js");
    const { entries, skipped } = JSON.parse(
      await run(project, process.execPath, bin, "plugins", "--json"),
    ) as {
      entries: readonly { kind: string; name: string; package: string }[];
      skipped: readonly unknown[];
    };
    expect(skipped).toEqual([]);
    for (const { kind, name, package: owner } of plugins)
      expect(entries).toContainEqual(expect.objectContaining({ kind, name, package: owner }));
  });

  it("takes part in a search: the space, the strategy and the surrogate of one's own", async () => {
    writeFileSync(
      join(project, "measure.mjs"),
      "export default ({ architecture }) => ({ error: 50 - 7 * Number(architecture.match(/depth=(\\d)/)[1]) });",
    );
    const bin = join(project, "node_modules/@proxybo/cli/dist/bin.js");
    const search = async (...flags: readonly string[]) =>
      JSON.parse(
        await run(
          project,
          process.execPath,
          bin,
          "run",
          "--space=nets",
          "--evaluations=12",
          "--objective=module",
          "--set=objective.options.path=measure.mjs",
          "--json",
          ...flags,
        ),
      ) as { best: { error: number }; observations: readonly unknown[] };
    for (const flags of [
      ["--strategy", "climb"],
      ["--strategy", "bo", "--surrogate", "linear"],
    ]) {
      const { best, observations } = await search(...flags);
      expect(observations).toHaveLength(12);
      expect(best.error).toBe(50 - 7 * 4);
    }
  });
});
