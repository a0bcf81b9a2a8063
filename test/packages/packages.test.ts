import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { denoFiles, type Manifest, pluginSources, publishedPackages } from "./plugin-sources.ts";

function isPreset({ dependencies = {} }: Manifest): boolean {
  const names = Object.keys(dependencies);
  return names.length > 0 && names.every((name) => name.startsWith("@proxybo/"));
}

/** Packages that offer no entries: the core, and what the command line is made of. */
const notPlugins = [
  "@proxybo/core",
  "@proxybo/cli",
  "@proxybo/importers",
  "@proxybo/bench",
  "@proxybo/pool",
  "create-proxybo-plugin",
  "@proxybo/report",
];

describe.each(publishedPackages().map(({ folder, manifest }) => [manifest.name, folder, manifest] as const))(
  "%s",
  (name, folder, manifest) => {
    const sources = globSync("src/**/*.ts", { cwd: folder }).filter(
      (file) => !/\.(test|bench)\.ts$/.test(file),
    );
    const imported = new Set(
      sources.flatMap((file) =>
        [
          ...readFileSync(join(folder, file), "utf8").matchAll(
            /(?:from|import\()\s*"(@proxybo\/[a-z0-9-]+)/g,
          ),
        ].map((m) => m[1]!),
      ),
    );

    it("has a README and, as a plugin, the keyword and the peer by which it is discovered", () => {
      expect(existsSync(join(folder, "README.md"))).toBe(true);
      if (notPlugins.includes(name)) return;
      expect(manifest.keywords).toContain("proxybo-plugin");
      expect(manifest.peerDependencies).toHaveProperty("@proxybo/core");
    });

    it("depends on the core alone, unless it joins others, and the core on none; imports nothing else", () => {
      // A preset is made of the plugins that it joins, the command line of what its commands load.
      const joins = isPreset(manifest) || notPlugins.includes(name);
      const others = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).filter((other) =>
        other.startsWith("@proxybo/"),
      );
      const allowed = name === "@proxybo/core" ? [] : joins ? others : ["@proxybo/core"];
      expect(others).toEqual(allowed);
      expect([...imported].filter((other) => !allowed.includes(other) && other !== name)).toEqual([]);
    });

    it("imports no tensor library, unless it is a runtime", () => {
      if (name.startsWith("@proxybo/runtime-")) return;
      const all = sources.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
      expect(all).not.toMatch(/(?:from|import\()\s*"(@tensorflow|onnxruntime)/);
    });
  },
);

it("every plugin says the version that its package has", () => {
  const sources = pluginSources();
  expect(sources.length).toBeGreaterThanOrEqual(9);
  for (const { file, version } of sources)
    expect(readFileSync(file, "utf8"), file).toContain(`version: "${version}"`);
});

it.each(denoFiles())(
  "$file says what package.json says (node test/packages/sync-versions.ts)",
  ({ file, text }) => {
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

describe("importing", () => {
  it.each(
    publishedPackages()
      .filter(({ manifest }) => manifest.name !== "@proxybo/cli")
      .map(({ folder, manifest }) => [manifest.name, folder] as const),
  )("%s prints nothing, adds no global but zod's and leaves nothing running", (name, folder) => {
    const script = `
      const before = new Set(Reflect.ownKeys(globalThis));
      await import(${JSON.stringify(name)});
      const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String).filter((key) => !key.startsWith("__zod_"));
      console.log(JSON.stringify({ added, running: process.getActiveResourcesInfo().filter((r) => r !== "PipeWrap" && r !== "TTYWrap") }));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ added: [], running: [] });
  });
});
