import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createPlugin } from "./index.ts";

const directory = mkdtempSync(join(tmpdir(), "create-proxybo-plugin-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const bin = join(import.meta.dirname, "bin.ts");
const run = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...argv], {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
const read = (...path: readonly string[]) => readFileSync(join(directory, ...path), "utf8");

describe("create-proxybo-plugin", () => {
  it("writes a whole package without a terminal, and says how to go on", () => {
    const { status, stdout, stderr } = run("proxy", "mean_slope", "--author", "Ada $& Co");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("cd proxybo-proxy-mean-slope\n  npm install\n  npm test");
    const files = readdirSync(join(directory, "proxybo-proxy-mean-slope"), { recursive: true });
    expect(files.map(String).toSorted()).toEqual(
      [
        ".github",
        ".github/workflows",
        ".github/workflows/ci.yml",
        ".gitignore",
        "LICENSE",
        "README.md",
        "package.json",
        "src",
        "src/index.test.ts",
        "src/index.ts",
        "src/mean-slope.test.ts",
        "src/mean-slope.ts",
        "tsconfig.build.json",
        "tsconfig.json",
        "vitest.config.ts",
      ].toSorted(),
    );
    expect(JSON.parse(read("proxybo-proxy-mean-slope/package.json"))).toMatchObject({
      name: "proxybo-proxy-mean-slope",
      keywords: expect.arrayContaining(["proxybo-plugin"]),
      peerDependencies: { "@proxybo/core": expect.stringMatching(/^\^\d/) },
    });
    expect(read("proxybo-proxy-mean-slope/src/mean-slope.ts")).toContain("export const meanSlopeProxy");
    expect(read("proxybo-proxy-mean-slope/src/index.ts")).toContain(
      "mean_slope: {".replace("mean_slope", '"mean_slope"'),
    );
    expect(read("proxybo-proxy-mean-slope/LICENSE")).toMatch(/\(c\) 20\d\d Ada \$& Co\n/);
  });

  it.each(["space", "surrogate", "strategy", "objective"])(
    "leaves no word of the template in a %s",
    (kind) => {
      expect(run(kind, "mine", "--package", `@someone/proxybo-${kind}-mine`).status).toBe(0);
      const folder = join(directory, `proxybo-${kind}-mine`);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      for (const { name, parentPath } of files)
        expect(`${name}\n${readFileSync(join(parentPath, name), "utf8")}`).not.toMatch(
          /template|\{\{(?!\s)[a-z]+\}\}/i,
        );
    },
  );

  it("reads the decisions of a space: those that set up the network, and those that a training program reads", () => {
    const decisions = ["depth=1,2,3", "kernel-size=3,5", "block=plain,residual", "rate=0.1,1e-3"];
    const flags = decisions.flatMap((decision) => ["--decision", decision]);
    expect(run("space", "nets", "--folder", "deep/er", ...flags)).toMatchObject({ status: 0, stderr: "" });
    expect(read("deep/er/src/decisions.ts")).toContain(
      [
        `export const decisions = [`,
        `  { name: "depth", values: [1, 2, 3] },`,
        `  { name: "kernel-size", values: [3, 5] },`,
        `  { name: "block", values: ["plain", "residual"] },`,
        `  { name: "rate", values: [0.1, 0.001] },`,
        `] as const`,
      ].join("\n"),
    );
    const settings = read("deep/er/src/settings.ts");
    expect(settings).toContain(`depth: architecture["depth"],`);
    expect(settings).toContain("width: 16,");
    expect(settings).toContain(`kernel: architecture["kernel-size"],`);
    expect(settings).toContain("Not read yet: block, rate.");
    expect(read("deep/er/README.md")).toContain("- `depth`: 1, 2, 3");
  });

  it("writes into an empty folder, also into a new repository", async () => {
    mkdirSync(join(directory, "repository/.git"), { recursive: true });
    const wish = { kind: "strategy", name: "climb", folder: "repository" };
    const { files } = await createPlugin(wish, { directory, year: 2026 });
    expect(files).toContain("src/climb.ts");
    expect(readdirSync(join(directory, "repository"))).toEqual(expect.arrayContaining([".git", "src"]));
  });

  it("helps, and says its version", () => {
    expect(run("--help").stdout).toContain("npm create proxybo-plugin proxy sharpness");
    expect(run("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("mistakes", () => {
  const mistakes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ["no kind", [], ["expected a kind of plugin, got none", "kinds: proxy, space", "USAGE"]],
    ["an unknown kind", ["proxi", "a"], ["unknown kind of plugin 'proxi'", "did you mean 'proxy'?", "USAGE"]],
    ["no name", ["space"], ["expected a name for the space, got none", "USAGE"]],
    ["a name with spaces", ["proxy", "my proxy"], ["got 'my proxy' (field 'name')", "OPTION_INVALID"]],
    [
      "a name that begins with a digit",
      ["proxy", "3d"],
      ["beginning with a letter, got '3d'", "OPTION_INVALID"],
    ],
    [
      "a package that npm does not take",
      ["proxy", "a", "--package", "My Package"],
      ["npm takes no package 'My Package'", "field 'package'", "OPTION_INVALID"],
    ],
    [
      "a path for a package",
      ["proxy", "a", "--package", "../a"],
      ["npm takes no package '../a'", "OPTION_INVALID"],
    ],
    ["an unknown flag", ["proxy", "a", "--foldr", "b"], ["Unknown option '--foldr'", "--folder", "USAGE"]],
    ["a word too many", ["proxy", "a", "b"], ["got 'b' too", "USAGE"]],
    ["decisions of a proxy", ["proxy", "a", "--decision", "a=1,2"], ["a proxy has no decisions", "USAGE"]],
    ["a decision without values", ["space", "a", "--decision", "depth"], ["got 'depth'", "OPTION_INVALID"]],
    [
      "a decision with one value",
      ["space", "a", "--decision", "depth=1"],
      ["at least two values", "OPTION_INVALID"],
    ],
    ["a value twice", ["space", "a", "--decision", "depth=1,2,1.0"], ["each value once", "OPTION_INVALID"]],
    ["an empty value", ["space", "a", "--decision", "depth=1,,2"], ["got ''", "OPTION_INVALID"]],
    [
      "a decision twice",
      ["space", "a", "--decision", "d=1,2", "--decision", "d=3,4"],
      ["got 'd' twice", "OPTION_INVALID"],
    ],
    [
      "a decision's name that is code",
      ["space", "a", "--decision", '"]=1,2'],
      ["got '\"]'", "OPTION_INVALID"],
    ],
  ];
  it.each(mistakes)("%s is refused with a message that helps, and nothing is written", (_, argv, said) => {
    const before = readdirSync(directory);
    const { status, stdout, stderr } = run(...argv);
    for (const text of said) expect(stderr).toContain(text);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe("");
    expect(status).toBe(2);
    expect(readdirSync(directory)).toEqual(before);
  });

  it("a folder that is not empty is left as it is", () => {
    mkdirSync(join(directory, "full"));
    writeFileSync(join(directory, "full", "notes.txt"), "mine");
    const { status, stderr } = run("proxy", "a", "--folder", "full");
    expect(status).toBe(2);
    expect(stderr).toContain("expected an empty folder, got one with notes.txt; nothing was written");
    expect(stderr).toContain("USAGE");
    expect(readdirSync(join(directory, "full"))).toEqual(["notes.txt"]);
  });

  it("a folder that cannot be made leaves nothing half-written", () => {
    writeFileSync(join(directory, "a-file"), "mine");
    const before = readdirSync(directory);
    const { status, stderr } = run("proxy", "a", "--folder", "a-file/below");
    expect(status).toBe(2);
    expect(stderr).toContain("nothing was written");
    expect(readdirSync(directory)).toEqual(before);
    expect(existsSync(join(directory, "a-file", "below"))).toBe(false);
  });
});
