import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedPackages } from "../packages/plugin-sources.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proxybo-release-"));
const names = publishedPackages().map(({ manifest }) => manifest.name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Takes over what the changesets say, as `pnpm version-packages` does, and commits it. */
function release(): void {
  run(process.execPath, join(root, "node_modules/@changesets/cli/bin.js"), "version");
  run(process.execPath, "test/packages/sync-versions.ts");
  commit("release");
}

function commit(message: string): void {
  run("git", "add", "--all");
  run("git", "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", message);
}

interface Released {
  readonly folder: string;
  readonly version: string;
  readonly peer: string | undefined;
}

function released(): ReadonlyMap<string, Released> {
  return new Map(
    globSync("packages/{*,*/*}/package.json", { cwd: folder }).map((path) => {
      const { name, version, peerDependencies } = JSON.parse(readFileSync(join(folder, path), "utf8")) as {
        readonly name: string;
        readonly version: string;
        readonly peerDependencies?: Readonly<Record<string, string>>;
      };
      const peer = peerDependencies?.["@proxybo/core"];
      return [name, { folder: join(folder, path, ".."), version, peer }];
    }),
  );
}

/** Releases one more change and gives the packages whose version it moved, with the new ones. */
function releaseChange(bump: "patch" | "minor"): Readonly<Record<string, string>> {
  const before = released();
  writeFileSync(
    join(folder, ".changeset/scratch.md"),
    `---\n"@proxybo/core": ${bump}\n---\n\nA change of the core alone.\n`,
  );
  commit("change");
  release();
  return Object.fromEntries(
    [...released()]
      .filter(([name, { version }]) => version !== before.get(name)!.version)
      .map(([name, { version }]) => [name, version]),
  );
}

/** The major version, and below 1 the minor one, which counts as major for ranges. */
const line = (version: string): string => /^(?:0\.\d+|[1-9]\d*)/.exec(version)![0];

describe("a release, in a copy of the project", () => {
  beforeAll(() => {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    }).split("\n");
    const wanted =
      /^(package\.json|pnpm-workspace\.yaml|\.changeset\/.*|.*\/package\.json|test\/packages\/.*|packages\/.*\/src\/(index|builtins)\.ts)$/;
    for (const file of files.filter((path) => wanted.test(path)))
      cpSync(join(root, file), join(folder, file));
    run("git", "init", "--quiet", "--initial-branch", "main");
    commit("before");
    release();
  });

  it("has a changelog for every package, and plugins that say their version", () => {
    const packages = released();
    expect([...packages.keys()].toSorted()).toEqual(names);
    for (const [name, { folder: path, version }] of packages) {
      const changelog = readFileSync(join(path, "CHANGELOG.md"), "utf8");
      expect(changelog, name).toContain(`# ${name}\n\n## ${version}\n`);
      expect(changelog.length, name).toBeGreaterThan(100);
    }
    const said = [...packages.values()].flatMap(({ folder: path, version }) =>
      globSync("src/{index,builtins}.ts", { cwd: path })
        .map((file) => /definePlugin\(\{[^]*?version: "([^"]+)"/.exec(readFileSync(join(path, file), "utf8")))
        .filter((match) => match !== null)
        .map((match) => ({ said: match[1], version })),
    );
    expect(said.length).toBeGreaterThan(10);
    expect(said.filter((plugin) => plugin.said !== plugin.version)).toEqual([]);
  });

  it("of a patch of the core moves no plugin", () => {
    const moved = releaseChange("patch");
    expect(Object.keys(moved)).toEqual(["@proxybo/core"]);
    for (const { peer } of released().values()) expect([undefined, "workspace:^"]).toContain(peer);
  });

  it("of a feature of the core makes no plugin's release a major one", () => {
    const before = released();
    const { "@proxybo/core": core, ...others } = releaseChange("minor");
    expect(line(core!)).not.toBe(line(before.get("@proxybo/core")!.version));
    for (const [name, version] of Object.entries(others))
      expect(line(version), name).toBe(line(before.get(name)!.version));
  });
});
