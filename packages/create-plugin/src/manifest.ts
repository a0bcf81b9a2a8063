import type { PluginKind } from "./kinds.ts";
import type { Names } from "./names.ts";

/** What each kind is tested with, besides the core. */
const testedWith: Readonly<Record<PluginKind, readonly string[]>> = {
  proxy: ["@proxybo/runtime-tfjs"],
  space: [],
  surrogate: [],
  strategy: ["@proxybo/space-nb201"],
  objective: ["@proxybo/space-nb201"],
};

const descriptions: Readonly<Record<PluginKind, string>> = {
  proxy: "a zero-cost proxy",
  space: "a search space",
  surrogate: "a surrogate",
  strategy: "a strategy",
  objective: "an objective",
};

/**
 * The package.json of a plugin: the keyword and the peer by which it is discovered, and what its own tests need.
 *
 * @param version - of proxybo, which plugin and tests are made for.
 */
export function manifestOf(kind: PluginKind, names: Names, version: string): string {
  const ours = (list: readonly string[]) => Object.fromEntries(list.map((name) => [name, `^${version}`]));
  return `${JSON.stringify(
    {
      name: names.package,
      version: "0.1.0",
      description: `${names.entry}, ${descriptions[kind]} for proxybo`,
      keywords: ["proxybo-plugin", "nas", "neural-architecture-search"],
      license: "MIT",
      type: "module",
      sideEffects: false,
      files: ["dist"],
      exports: {
        ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
        "./package.json": "./package.json",
      },
      scripts: {
        test: "vitest run",
        types: "tsc",
        build: "tsc -p tsconfig.build.json",
        prepack: "npm run build",
      },
      dependencies: { ...(kind === "space" && { "fp-ts": "^2.16.11" }), zod: "^4.6.7" },
      peerDependencies: ours(["@proxybo/core"]),
      devDependencies: {
        ...ours(["@proxybo/core", ...testedWith[kind]]),
        "@types/node": "^24.10.1",
        typescript: "^7.0.2",
        vitest: "^5.1.1",
      },
      engines: { node: ">=22.18" },
    },
    undefined,
    2,
  )}\n`;
}
