import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
const dependencies = new Map<string, string>();

/** Installs a plugin into the project at hand, as a package manager would. */
async function install(name: string, source: string, manifest: object = {}): Promise<void> {
  const folder = join(at.folder, "node_modules", name);
  await mkdir(folder, { recursive: true });
  const whole = {
    name,
    version: "2.3.4",
    type: "module",
    exports: "./index.js",
    keywords: ["proxybo-plugin"],
    peerDependencies: { "@proxybo/core": "*" },
    ...manifest,
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(whole));
  await writeFile(join(folder, "index.js"), source);
  dependencies.set(name, "*");
  await writeFile(
    at.path("package.json"),
    JSON.stringify({ dependencies: Object.fromEntries(dependencies) }),
  );
}

/** The source of a plugin with a proxy that counts nodes, with `create` and `options` as given. */
const proxy = (
  plugin: string,
  name: string,
  { create = "() => score", options = "z.strictObject({})" } = {},
) => `
  import { z } from "zod";
  const score = { name: "${name}", direction: "higher", needs: ["spec"], score: async ({ spec }) => spec.nodes.length };
  export default { name: "${plugin}", version: "2.3.4", proxies: {
    "${name}": { description: "counts nodes", options: ${options}, create: ${create} } } };`;

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable(300));
  dependencies.set("@proxybo/spaces", "*");
  await install("proxybo-proxy-good", proxy("proxybo-proxy-good", "nodes"));
  await install("proxybo-proxy-throws", "throw new Error('no such device');");
  await install("proxybo-proxy-syntax", "export default {");
  await install(
    "proxybo-proxy-shape",
    "export default { name: 'x', version: '1.0.0', proxies: { a: { create: 3 } } };",
  );
  await install("proxybo-proxy-field", "export default { name: 'x', version: '1.0.0', proxys: {} };");
  await install("proxybo-proxy-empty", "export const proxy = 1;");
  await install("proxybo-proxy-future", "export default 1;", {
    peerDependencies: { "@proxybo/core": "^99.0.0" },
  });
  await install("proxybo-proxy-needy", "import 'proxybo-absent-dependency/sub';");
  await install("proxybo-proxy-twin", proxy("proxybo-proxy-twin", "nodes"));
  await install(
    "proxybo-proxy-lazy",
    proxy("proxybo-proxy-lazy", "lazy", {
      create: "async () => (await import('@absent/device/cpu')).default",
    }),
  );
  await install(
    "proxybo-proxy-crash",
    proxy("proxybo-proxy-crash", "crash", { create: "() => { throw new TypeError('x is undefined'); }" }),
  );
  await install(
    "proxybo-proxy-picky",
    proxy("proxybo-proxy-picky", "picky", {
      options: "z.strictObject({ layers: z.int().min(1).describe('how many') })",
    }),
  );
  // zod is a dependency of the plugins; here it is what core resolves.
  await mkdir(dirname(at.path("node_modules/zod/index.js")), { recursive: true });
  await at.write(
    "node_modules/zod/package.json",
    '{ "name": "zod", "type": "module", "exports": "./index.js" }',
  );
  const zod = import.meta.resolve("zod", import.meta.resolve("@proxybo/core"));
  await at.write("node_modules/zod/index.js", `export * from ${JSON.stringify(zod)};`);
});
afterAll(() => at.remove());

/** Package, what is said of it, and what to do. */
const skipped: readonly (readonly [string, RegExp, RegExp])[] = [
  ["proxybo-proxy-throws", /^it threw on import: no such device$/, /npm install proxybo-proxy-throws@latest/],
  ["proxybo-proxy-syntax", /^it threw on import: Unexpected/, /npm install proxybo-proxy-syntax@latest/],
  [
    "proxybo-proxy-shape",
    /^not a plugin: field 'proxies\.a\.create': expected a function, got number/,
    /tell its authors to default-export definePlugin/,
  ],
  ["proxybo-proxy-field", /unknown field 'proxys': expected name, version, spaces, proxies/, /definePlugin/],
  ["proxybo-proxy-empty", /^it has no default export$/, /definePlugin/],
  [
    "proxybo-proxy-future",
    /^it needs @proxybo\/core \^99\.0\.0, here is \d+\.\d+\.\d+/,
    /npm install proxybo-proxy-future@latest @proxybo\/core@latest/,
  ],
  [
    "proxybo-proxy-needy",
    /^it needs 'proxybo-absent-dependency', which is not installed$/,
    /^install it: npm install proxybo-absent-dependency$/,
  ],
];

describe("plugins that cannot be taken", () => {
  it("are skipped with package, version, reason and fix, while the others load", async () => {
    const { document, code } = await at.json("plugins");
    expect(code).toBe(0);
    expect(document["skipped"]).toHaveLength(skipped.length);
    for (const [name, reason, fix] of skipped)
      expect(document["skipped"]).toContainEqual({
        package: name,
        version: "2.3.4",
        reason: expect.stringMatching(reason),
        fix: expect.stringMatching(fix),
      });
    expect(document["entries"]).toContainEqual(
      expect.objectContaining({ name: "nodes", package: "proxybo-proxy-good" }),
    );
    expect(document["entries"]).toContainEqual(expect.objectContaining({ name: "nb201", kind: "space" }));
  });

  it("are shown to people by plugins and by doctor, all of them, and a clash too", async () => {
    const [listed, checked] = await Promise.all([at.proxybo("plugins"), at.proxybo("doctor")]);
    for (const { stdout } of [listed, checked]) {
      for (const [name] of skipped) expect(stdout).toContain(`${name}@2.3.4: `);
      expect(stdout).toContain("install it: npm install proxybo-absent-dependency");
      expect(stdout).toContain(
        "the proxy 'nodes' is offered by proxybo-proxy-good@2.3.4, proxybo-proxy-twin@2.3.4: say which one, such as 'proxybo-proxy-good/nodes'",
      );
    }
    expect(checked.stdout).toMatch(/problem plugins: \d+ loaded, 7 skipped, 1 names offered twice/);
    expect(checked.code).toBe(1);
    const { document } = await at.json("doctor");
    expect(document["skipped"]).toHaveLength(skipped.length);
    expect(document["clashes"]).toHaveLength(1);
  });

  it("are named where a search asks for what they would offer", async () => {
    const { code, stderr } = await score("throws");
    expect(code).toBe(2);
    expect(stderr).toContain("proxybo-proxy-throws was skipped: it threw on import: no such device");
  });
});

const architecture = "|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|";
const score = (proxies: string, ...more: readonly string[]) =>
  at.proxybo("score", architecture, "--space", "nb201", "--proxies", proxies, ...more);

describe("plugins that fail when they are used", () => {
  it.each<[string, string, number, readonly string[]]>([
    [
      "a name that two offer",
      "nodes",
      2,
      [
        "the proxy 'nodes' is offered by 2 plugins: proxybo-proxy-good@2.3.4",
        "say which one: 'proxybo-proxy-good/nodes' or 'proxybo-proxy-twin/nodes'",
        "PLUGIN_DUPLICATE",
      ],
    ],
    [
      "an optional dependency that is missing",
      "lazy",
      1,
      [
        "proxy 'lazy' needs '@absent/device', which is not installed (proxybo-proxy-lazy@2.3.4)",
        "install it: npm install @absent/device",
        "MISSING_DEPENDENCY",
      ],
    ],
    [
      "a crash",
      "crash",
      2,
      ["proxy 'crash' threw when it was made: x is undefined (proxybo-proxy-crash@2.3.4)", "PLUGIN_INVALID"],
    ],
    [
      "options that fail validation",
      "picky",
      2,
      [
        "proxy 'picky': expected an integer ≥ 1, got nothing (proxybo-proxy-picky@2.3.4, field 'layers')",
        "layers: how many",
        "OPTION_INVALID",
      ],
    ],
  ])("%s is told with package, version and fix", async (_, name, code, said) => {
    const result = await score(name);
    for (const text of said) expect(result.stderr).toContain(text);
    expect(result.stderr).not.toContain("This is a fault of proxybo");
    expect(result.code).toBe(code);
  });
});
