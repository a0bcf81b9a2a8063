import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createRandom, type RunDocument, runDocumentSchema } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packAll } from "../e2e/pack.ts";
import { installProjects } from "../e2e/projects.ts";
import { serveTarballs } from "../e2e/registry.ts";
import { engines } from "./engines.ts";

const folder = mkdtempSync(join(tmpdir(), "proxybo-runtimes-"));
const project = join(folder, "projects/search");
const proxybo = join(project, "node_modules/@proxybo/cli/dist/bin.js");
const plugins = ["@proxybo/proxy-params", "@proxybo/space-nb201", "@proxybo/surrogate-rf"];
type Engine = (typeof engines)[number];

beforeAll(async () => {
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  packAll(tarballs);
  await using registry = await serveTarballs(tarballs);
  await installProjects(join(folder, "projects"), registry.url, {
    search: ["@proxybo/cli", "@proxybo/core", ...plugins],
  });
  cpSync(join(import.meta.dirname, "kit.ts"), join(project, "kit.ts"));
  const space = nb201();
  const rows = [...space.enumerate()]
    .filter((_, i) => i % 10 === 0)
    .map((architecture) => {
      const text = space.format(architecture);
      const accuracy = 50 + 6 * text.split("conv").length + createRandom(1, text).uniform();
      return `${text},${accuracy},${accuracy - 1},10,${text.split("3x3").length}`;
    });
  writeFileSync(join(project, "table.csv"), ["arch,valid,test,seconds,threes", ...rows].join("\n"));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run({ command, args }: Engine, ...file: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(command, [...args, ...file], {
    cwd: project,
    env: { ...process.env, PROXYBO_STORE: join(folder, "studies.sqlite"), NO_COLOR: "1", NODE_PATH: "" },
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(stderr.split("\n").filter((line) => /warn|error/i.test(line))).toEqual([]);
  return stdout;
}

async function search(engine: Engine, ...flags: readonly string[]): Promise<RunDocument> {
  return runDocumentSchema.parse(JSON.parse(await run(engine, proxybo, ...flags, "--json")));
}

/** What the seed decides: all but the study's name and place, and the time that suggestions took. */
function decided({ settings, best, observations }: RunDocument): unknown {
  return { settings, best, observations };
}

const flags = "run --space nb201 --table table.csv --proxies threes --seed 3 --evaluations".split(" ");
const reference = engines[0]!;
/** What the first engine found. */
let expected: Kit | undefined;

describe.each(engines)("on $name", (engine) => {
  it("store, strategies, surrogate and space pass their conformance suites, plugins are found, and searches are the same", async () => {
    const found = JSON.parse(await run(engine, "kit.ts")) as Kit;
    expected ??= found;
    expect(found.failures).toEqual([]);
    expect(found.passed).toBeGreaterThan(80);
    expect(found.skipped).toEqual([]);
    expect(found.plugins.toSorted()).toEqual(plugins);
    expect(found.searches).toEqual(expected.searches);
  });

  it("the command line finds the same on a table, and goes on with what another engine began", async () => {
    const whole = await search(engine, ...flags, "30");
    expect(whole.observations).toHaveLength(30);
    expect(decided(whole)).toEqual(decided(await search(reference, ...flags, "30")));

    const begun = await search(reference, ...flags, "12");
    const resumed = await search(engine, "resume", begun.study.id, "--evaluations", "30");
    expect(resumed.observations).toEqual(whole.observations);
  });

  it("the command line lists plugins and studies", async () => {
    const listed = JSON.parse(await run(engine, proxybo, "plugins", "--json")) as {
      readonly entries: readonly { readonly package: string }[];
      readonly skipped: readonly unknown[];
    };
    expect(listed.skipped).toEqual([]);
    expect(listed.entries.map((entry) => entry.package)).toEqual(expect.arrayContaining(plugins));
    expect(await run(engine, proxybo, "studies")).toContain("nb201-proxybo-3");
  });
});

interface Kit {
  readonly passed: number;
  readonly failures: readonly string[];
  readonly searches: Readonly<Record<string, readonly string[]>>;
  readonly plugins: readonly string[];
  readonly skipped: readonly unknown[];
}
