import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, runDocumentSchema } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proxybo-packed-"));
const tarballs = join(folder, "tarballs");
const project = join(folder, "project");

/** What a person installs to search NAS-Bench-201 on a table: no tensor library, no data set. */
const packed = [
  "packages/core",
  "packages/importers",
  "packages/cli",
  "packages/spaces/nb201",
  "packages/surrogates/rf",
];

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PROXYBO_STORE: join(folder, "studies.sqlite"), NO_COLOR: "1", NODE_PATH: "" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

beforeAll(() => {
  mkdirSync(tarballs);
  mkdirSync(project);
  run(join(root, "node_modules/.bin/tsc"), ["-b", ...packed], root);
  for (const name of packed)
    run("npx", ["--yes", "pnpm@12.21.0", "pack", "--pack-destination", tarballs], join(root, name));
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ name: "an-empty-project", private: true, type: "module" }),
  );
  const files = readdirSync(tarballs).map((file) => join(tarballs, file));
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...files], project);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("packed and installed in an empty project", () => {
  it("the command line searches with the plugins that were installed, and finds no others", () => {
    const space = nb201();
    const rows = [...space.enumerate()]
      .filter((_, i) => i % 20 === 0)
      .map((architecture) => {
        const text = space.format(architecture);
        const accuracy = 50 + 6 * text.split("conv").length + createRandom(1, text).uniform();
        return `${text},${accuracy},${accuracy - 1},10,${text.split("3x3").length}`;
      });
    writeFileSync(join(project, "table.csv"), ["arch,valid,test,seconds,threes", ...rows].join("\n"));
    const bin = join(project, "node_modules/@proxybo/cli/dist/bin.js");
    const argv = [
      "run",
      "--space",
      "nb201",
      "--table",
      "table.csv",
      "--proxies",
      "threes",
      "--evaluations",
      "15",
    ];
    const document = runDocumentSchema.parse(
      JSON.parse(run(process.execPath, [bin, ...argv, "--json"], project)),
    );
    expect(document.observations).toHaveLength(15);
    expect(document.best!.error).toBeLessThan(30);
    const plugins = run(process.execPath, [bin, "plugins", "--json"], project);
    expect(plugins).toContain("@proxybo/surrogate-rf");
    expect(plugins).not.toContain("@proxybo/runtime-tfjs");
  });

  it("the library runs and its types check", () => {
    writeFileSync(
      join(project, "search.ts"),
      `import { createStudy, evolutionStrategy, type Observation } from "@proxybo/core";
       import { testSpace } from "@proxybo/core/testing";
       import { nb201 } from "@proxybo/space-nb201";
       const study = await createStudy({ space: nb201(), strategy: evolutionStrategy(), seed: 1 });
       const trial = await study.ask();
       const told: Observation = await study.tell(trial!.n, { status: "ok", error: 9, metrics: {}, seconds: 1 });
       console.log(told.text, testSpace(nb201()).length > 5);`,
    );
    expect(run(process.execPath, ["search.ts"], project)).toMatch(/^\|.+\| true\n$/);
    const options = [
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--strict",
      "--types",
      "",
      "search.ts",
    ];
    expect(run(join(root, "node_modules/.bin/tsc"), options, project)).toBe("");
  });
});
