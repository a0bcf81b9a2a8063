import { execFile } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { createRandom, runDocumentSchema } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedFolders, installedSize } from "../packages/installed-size.ts";
import { publishedPackages } from "../packages/plugin-sources.ts";
import { shownSize } from "../packages/size-line.ts";
import { packAll } from "./pack.ts";
import { installProjects, projectOf } from "./projects.ts";
import { type LocalRegistry, serveTarballs } from "./registry.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proxybo-packed-"));
const packages = publishedPackages();
const names = packages.map(({ manifest }) => manifest.name);
const typescripts = {
  7: join(root, "node_modules/typescript/bin/tsc"),
  6: join(root, "test/node_modules/typescript-6/bin/tsc"),
};
/** What reads files hands on what Node.js read; its README says so. */
const needsNodeTypes = ["@proxybo/importers"];
let registry: LocalRegistry;

beforeAll(async () => {
  mkdirSync(join(folder, "tarballs"));
  packAll(join(folder, "tarballs"));
  registry = await serveTarballs(join(folder, "tarballs"));
}, 300_000);
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd,
    env: {
      ...process.env,
      // The Node.js of the tests, also for what package managers and binaries start.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}`,
      PROXYBO_STORE: join(folder, "studies.sqlite"),
      NO_COLOR: "1",
      NODE_PATH: "",
    },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: { stdout: string; stderr: string }) => {
    // A compiler tells its findings on stdout.
    throw new Error(`${command} ${args.join(" ")}\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return stdout;
}

interface PluginList {
  readonly entries: readonly { readonly package: string; readonly origin: { readonly via: string | null } }[];
  readonly skipped: readonly unknown[];
}

/** What the command line finds in a project. */
async function plugins(project: string): Promise<PluginList> {
  const text = await run(join(project, "node_modules/.bin/proxybo"), ["plugins", "--json"], project);
  return JSON.parse(text) as PluginList;
}

/** Checks files as a user's strict compiler does, the declarations of every package included. */
function check(
  version: keyof typeof typescripts,
  files: readonly string[],
  cwd: string,
  types: readonly string[] = [],
): Promise<string> {
  const compilerOptions = { noEmit: true, strict: true, module: "nodenext", target: "es2024", types };
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return run(process.execPath, [typescripts[version], "-p", "."], cwd);
}

describe.each([
  ["npm", "npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"]],
  ["pnpm", "npx", ["--yes", "pnpm@12.21.0", "add"]],
  ["bun", join(root, "test/node_modules/.bin/bun"), ["add"]],
] as const)("installed into an empty project by %s", (manager, command, args) => {
  const project = join(folder, manager);
  /** What a person installs to search NAS-Bench-201 on a table: no tensor library, no data set. */
  const wanted = [
    "@proxybo/cli",
    "@proxybo/space-nb201",
    "@proxybo/surrogate-rf",
    "@proxybo/proxy-params",
  ] as const;

  beforeAll(async () => {
    mkdirSync(project);
    writeFileSync(join(project, ".npmrc"), `@proxybo:registry=${registry.url}\n`);
    writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }');
    await run(command, [...args, ...wanted], project);
  }, 120_000);

  it("the command line searches with the plugins that were installed, and finds no others", async () => {
    const space = nb201();
    const rows = [...space.enumerate()]
      .filter((_, i) => i % 20 === 0)
      .map((architecture) => {
        const text = space.format(architecture);
        const accuracy = 50 + 6 * text.split("conv").length + createRandom(1, text).uniform();
        return `${text},${accuracy},${accuracy - 1},10,${text.split("3x3").length}`;
      });
    writeFileSync(join(project, "table.csv"), ["arch,valid,test,seconds,threes", ...rows].join("\n"));
    const proxybo = join(project, "node_modules/.bin/proxybo");
    const search = "run --space nb201 --table table.csv --proxies threes --evaluations 15 --json";
    const document = runDocumentSchema.parse(JSON.parse(await run(proxybo, search.split(" "), project)));
    expect(document.observations).toHaveLength(15);
    expect(document.best!.error).toBeLessThan(30);
    const { entries } = await plugins(project);
    const from = new Set(entries.map((entry) => entry.package));
    expect([...from].toSorted()).toEqual(["@proxybo/core", ...wanted.slice(1)].toSorted());
  });

  it("nothing of TensorFlow comes along", () => {
    const installed = globSync("node_modules/{.pnpm/*/node_modules/,}{@*/*,[!@.]*}/package.json", {
      cwd: project,
    });
    expect(installed.length).toBeGreaterThan(20);
    expect(installed.filter((path) => /tensorflow|tfjs/.test(path))).toEqual([]);
  });

  it("the library runs, and its types check by TypeScript 7 and 6", async () => {
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
    // pnpm gives a project only what it names itself.
    if (manager === "pnpm") await run(command, [...args, "@proxybo/core"], project);
    expect(await run(process.execPath, ["search.ts"], project)).toMatch(/^\|.+\| true\n$/);
    expect(await check(7, ["search.ts"], project)).toBe("");
    expect(await check(6, ["search.ts"], project)).toBe("");
  });
});

describe("each package alone with the command line", () => {
  const projects = join(folder, "projects");
  const alone = (name: string): string => join(projects, projectOf(name));
  const offers = packages.filter(({ manifest }) => manifest.keywords?.includes("proxybo-plugin"));

  beforeAll(async () => {
    await installProjects(
      projects,
      registry.url,
      Object.fromEntries(
        names.map((name) => [
          projectOf(name),
          ["@proxybo/cli", name, ...(needsNodeTypes.includes(name) ? ["@types/node"] : [])],
        ]),
      ),
    );
    for (const name of names)
      writeFileSync(join(alone(name), "use.ts"), `import * as all from "${name}";\nexport default all;\n`);
  }, 120_000);

  it.each(offers.map(({ manifest }) => manifest.name))("%s is found and offers its parts", async (name) => {
    const { entries, skipped } = await plugins(alone(name));
    expect(skipped).toEqual([]);
    expect(entries.map((entry) => entry.origin.via ?? entry.package)).toContain(name);
  });

  it("only a runtime brings TensorFlow", () => {
    const bringing = names.filter((name) =>
      installedFolders(join(alone(name), "node_modules", name)).some((path) =>
        path.includes("/@tensorflow/"),
      ),
    );
    expect(bringing).toEqual(["@proxybo/runtime-tfjs"]);
  });

  it.each([7, 6] as const)("the types of all packages check by TypeScript %d", async (version) => {
    const files = names
      .filter((name) => !needsNodeTypes.includes(name))
      .map((name) => join(projectOf(name), "use.ts"));
    expect(await check(version, files, projects)).toBe("");
    for (const name of needsNodeTypes)
      expect(await check(version, ["use.ts"], alone(name), ["node"])).toBe("");
  });

  it.each(packages.map(({ folder: source, manifest }) => [manifest.name, source] as const))(
    "the README of %s shows the size of its install",
    (name, source) => {
      const shown = shownSize(readFileSync(join(source, "README.md"), "utf8"));
      expect(shown, "pnpm sizes writes the line").toBeDefined();
      const measured = installedSize(join(alone(name), "node_modules", name));
      const ratios = [measured.own / shown!.own, measured.total / shown!.total];
      // Not to the byte: sources grow, and dependencies of dependencies get patches. `pnpm sizes` brings it up to date.
      for (const ratio of ratios) expect(Math.abs(Math.log2(ratio)), `${name}: pnpm sizes`).toBeLessThan(0.4);
    },
  );
});
