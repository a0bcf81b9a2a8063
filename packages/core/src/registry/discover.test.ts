import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discoverPlugins, gatherRegistry } from "../index.ts";

const empty = "{ name: 'NAME', version: '1.2.3' }";
let project: string;

/** Installs a package into the project's node_modules. */
async function install(name: string, manifest: object, source?: string): Promise<void> {
  const directory = join(project, "node_modules", name);
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, "package.json"),
    JSON.stringify({ name, version: "1.2.3", type: "module", ...manifest }),
  );
  if (source !== undefined) await writeFile(join(directory, "index.js"), source);
}

const plugin = {
  keywords: ["proxybo-plugin"],
  peerDependencies: { "@proxybo/core": "*" },
  exports: "./index.js",
};

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "proxybo-discover-"));
  await mkdir(join(project, "deep", "er"), { recursive: true });
  await writeFile(
    join(project, "package.json"),
    JSON.stringify({
      dependencies: {
        good: "1",
        "@proxybo/core": "1",
        lodash: "1",
        "@proxybo/proxy-absent": "1",
        "no-peer": "1",
      },
      devDependencies: { throws: "1", shapeless: "1", "old-peer": "1", "no-keyword": "1", preset: "1" },
      optionalDependencies: { conditional: "1", bare: "1" },
    }),
  );
  await install("good", plugin, `export default ${empty.replace("NAME", "good")};`);
  await install("lodash", {}, "throw new Error('must not be imported')");
  await install("unlisted", plugin, `export default ${empty.replace("NAME", "unlisted")};`);
  await install("throws", plugin, "throw new Error('no such device');");
  await install(
    "shapeless",
    plugin,
    "export default { name: 'shapeless', version: '1.2.3', proxies: { a: {} } };",
  );
  await install("bare", plugin, "export const x = 1;");
  await install(
    "old-peer",
    { ...plugin, peerDependencies: { "@proxybo/core": "^99.1.0" } },
    `export default ${empty};`,
  );
  await install("no-peer", { keywords: ["proxybo-plugin"] }, "");
  await install("no-keyword", { peerDependencies: plugin.peerDependencies }, "");
  await install(
    "preset",
    plugin,
    `export default [[${empty.replace("NAME", "inner-a")}], false, ${empty.replace("NAME", "inner-b")}];`,
  );
  await install(
    "conditional",
    { ...plugin, exports: { ".": { types: "./x.d.ts", require: "./no.cjs", import: "./index.js" } } },
    `export default ${empty.replace("NAME", "conditional")};`,
  );
});

afterAll(() => rm(project, { recursive: true }));

describe("discoverPlugins", () => {
  it("loads dependencies with keyword and peer, presets too, from a folder below; never what is not named", async () => {
    const { plugins, origins, manifest } = await discoverPlugins(join(project, "deep", "er"));
    expect(manifest).toBe(join(project, "package.json"));
    expect(plugins.map(({ name }) => name).toSorted()).toEqual(["conditional", "good", "inner-a", "inner-b"]);
    const origin = origins.get(plugins.find(({ name }) => name === "inner-a")!);
    expect(origin).toEqual({
      path: join(project, "node_modules", "preset"),
      found: join(project, "package.json"),
      via: "preset",
    });
  });

  it("skips what cannot be taken and says why and what to do, while the others load", async () => {
    const { skipped } = await discoverPlugins(project);
    const reasons = Object.fromEntries(skipped.map((entry) => [entry.package, entry.reason]));
    expect(reasons).toEqual({
      "@proxybo/proxy-absent": "it is not installed",
      bare: "it has no default export",
      "no-keyword": "its package.json lacks the keyword 'proxybo-plugin'",
      "no-peer": "its package.json has no peer dependency on @proxybo/core",
      "old-peer": expect.stringMatching(/^it needs @proxybo\/core \^99\.1\.0, here is \d+\.\d+\.\d+/),
      shapeless:
        "not a plugin: field 'proxies.a.create': expected a function, got undefined (field 'default export')",
      throws: "it threw on import: no such device",
    });
    expect(skipped.filter(({ fix }) => fix === "")).toEqual([]);
    expect(skipped.find((entry) => entry.package === "throws")?.version).toBe("1.2.3");
  });
});

describe("gatherRegistry", () => {
  it("takes listed plugins alone, or the first folder whose package.json names any", async () => {
    const listed = await gatherRegistry({ plugins: [], directories: [project] });
    expect(listed.plugins.map(({ plugin: { name } }) => name)).toEqual(["@proxybo/core"]);
    const outside = await mkdtemp(join(tmpdir(), "proxybo-bare-"));
    const found = await gatherRegistry({ directories: [outside, project] });
    expect(found.plugins.map(({ origin }) => origin.package)).toContain("good");
    expect(found.skipped).toHaveLength(7);
    await rm(outside, { recursive: true });
  });

  it("finds the plugins of this repository from the command line's package", async () => {
    const cli = fileURLToPath(new URL("../../../cli", import.meta.url));
    const { entries } = await gatherRegistry({ directories: [cli] });
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(["random", "table"]));
  });
});
