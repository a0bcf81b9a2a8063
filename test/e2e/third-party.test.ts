import { execFile } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { runDocumentSchema } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packAll } from "./pack.ts";
import { type LocalRegistry, serveTarballs } from "./registry.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proxybo-third-party-"));
const plugin = join(folder, "proxybo-plugin-mlp");
const project = join(folder, "project");
let registry: LocalRegistry;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function start(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`,
    PROXYBO_STORE: join(folder, "studies.sqlite"),
    NO_COLOR: "1",
    NODE_PATH: "",
    NODE_OPTIONS: "",
    npm_config_user_agent: "",
  };
  return promisify(execFile)(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }).then(
    (output) => ({ code: 0, ...output }),
    (error: Ended) => error,
  );
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await start(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: ${code}\n${stdout}${stderr}`);
  return stdout;
}

const bin = join(project, "node_modules/@proxybo/cli/dist/bin.js");
const proxybo = (...argv: readonly string[]): Promise<string> =>
  run(process.execPath, [bin, ...argv], project);

/** A folder whose npm finds the packed packages. */
function makeFolder(path: string, manifest?: object): void {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, ".npmrc"), `@proxybo:registry=${registry.url}\naudit=false\nfund=false\n`);
  if (manifest) writeFileSync(join(path, "package.json"), JSON.stringify(manifest));
}

const names = [
  "@proxybo/cli",
  "@proxybo/bench",
  "@proxybo/surrogate-rf",
  "@proxybo/runtime-tfjs",
  "@proxybo/space-nb201",
  "@proxybo/proxy-snip",
];

beforeAll(async () => {
  mkdirSync(join(folder, "tarballs"));
  packAll(join(folder, "tarballs"), names);
  registry = await serveTarballs(join(folder, "tarballs"));
  cpSync(join(root, "examples/third-party/proxybo-plugin-mlp"), plugin, { recursive: true });
  makeFolder(plugin);
  makeFolder(project, { name: "project", private: true, type: "module" });
}, 300_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe("a third party's plugin", () => {
  it("installs, passes the conformance kit and builds in its own folder", async () => {
    await run("npm", ["install"], plugin);
    const told = await run("npm", ["test"], plugin);
    expect(told).toMatch(/fail 0\b/);
    expect(Number(/pass (\d+)/.exec(told)![1])).toBeGreaterThan(20);
    await run("npm", ["pack"], plugin);
    expect(globSync("*.tgz", { cwd: plugin })).toEqual(["proxybo-plugin-mlp-1.0.0.tgz"]);
  }, 300_000);

  it("is installed by `proxybo add` and found by its keyword and peer", async () => {
    await run("npm", ["install", "@proxybo/cli", "@proxybo/core"], project);
    await proxybo("add", "rf", "bench", join(plugin, "proxybo-plugin-mlp-1.0.0.tgz"), "--yes");
    const { entries, skipped } = JSON.parse(await proxybo("plugins", "--json")) as {
      entries: { name: string; kind: string; package: string }[];
      skipped: unknown[];
    };
    const own = entries.filter((entry) => entry.package === "proxybo-plugin-mlp");
    expect(own.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["space mlp", "proxy linear_regions"]);
    expect(skipped).toEqual([]);
  }, 300_000);

  it("takes part in run, correlate and bench", async () => {
    const widths = [4, 8, 16, 32];
    const all = widths.flatMap((a) => [
      `${a}`,
      ...widths.flatMap((b) => [`${a}-${b}`, ...widths.map((c) => `${a}-${b}-${c}`)]),
    ]);
    // Wide and deep is better, and the last layer counts double.
    const rows = all.map((text) => {
      const accuracy =
        40 + (6 * text.split("-").reduce((sum, width, i) => sum + Math.log2(Number(width)) * (i + 1), 0)) / 3;
      return `${text},${accuracy},${accuracy - 1},10`;
    });
    writeFileSync(join(project, "table.csv"), ["arch,valid,test,seconds", ...rows].join("\n"));
    const task = ["--set", "task.input=[10]", "--set", "task.classes=2"];
    const onTable = ["--space", "mlp", "--table", "table.csv", "--proxies", "linear_regions"];
    const document = runDocumentSchema.parse(
      JSON.parse(await proxybo("run", ...onTable, ...task, "--evaluations", "15", "--json")),
    );
    expect(document.observations).toHaveLength(15);
    expect(Object.keys(document.observations.at(-1)!.why.influence!)).toEqual([
      "surrogate",
      "linear_regions",
    ]);

    const { proxies } = JSON.parse(await proxybo("correlate", ...onTable, ...task, "--json")) as {
      proxies: { proxy: string; from: string; all: { spearman: { value: number }; count: number } }[];
    };
    expect(proxies).toMatchObject([{ proxy: "linear_regions", from: "live", all: { count: 84 } }]);
    expect(proxies[0]!.all.spearman.value).toBeGreaterThan(0.5);

    const bench = JSON.parse(
      await proxybo(
        ..."bench --space mlp --methods random,proxybo@linear_regions --tasks mine=table.csv".split(" "),
        ..."--seeds 2 --evaluations 10 --against random --out bench --json".split(" "),
      ),
    ) as { failures: unknown[] };
    expect(bench.failures).toEqual([]);
  }, 300_000);
});

it("in an empty folder, npx tells with one command what to install, and that command is right", async () => {
  const empty = join(folder, "empty");
  makeFolder(empty);
  // What npx does: a command that is installed in a folder of its own.
  const elsewhere = join(folder, "npx");
  makeFolder(elsewhere, { name: "npx", private: true });
  await run("npm", ["install", "@proxybo/cli"], elsewhere);
  const npx = join(elsewhere, "node_modules/@proxybo/cli/dist/bin.js");
  const argv = ["run", "--space", "nb201", "--surrogate", "rf", "--proxies", "snip"];
  const { code, stderr } = await start(process.execPath, [npx, ...argv], empty);
  expect(code).toBe(2);
  expect(stderr).toContain("not installed here: space 'nb201', surrogate 'rf', proxy 'snip'");
  const [, line] = /install all of it: (.+)/.exec(stderr)!;
  expect(line).toBe(
    "npm install @proxybo/cli @proxybo/core @proxybo/space-nb201 @proxybo/surrogate-rf @proxybo/proxy-snip",
  );
  const refused = await start(process.execPath, [npx, "add", "snip", "--yes"], empty);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("there is no package.json at or above");
  const [manager, ...words] = line!.split(" ");
  await run(manager!, words, empty);
  const again = await start(process.execPath, ["node_modules/@proxybo/cli/dist/bin.js", ...argv], empty);
  expect(again.stderr).toContain("the configuration names no objective");
}, 300_000);
