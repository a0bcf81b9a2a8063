import { defineConfig } from "vitest/config";

/** One project a package, named after its folder, so that `pnpm vitest --project core` runs one. */
const folders = [
  "packages/core",
  "packages/cli",
  "packages/bench",
  "packages/report",
  "packages/importers",
  "packages/pool",
  "packages/create-plugin",
  "packages/proxies/*",
  "packages/surrogates/*",
  "packages/spaces/*",
  "packages/runtimes/*",
  "packages/datasets/*",
  "test",
];

export default defineConfig({
  test: {
    // Node runs the sources as they are: no transform in between, in tests and in benchmarks.
    experimental: { viteModuleRunner: false },
    projects: folders.map((folder) => ({
      test: {
        experimental: { viteModuleRunner: false },
        name: folder.replace(/^packages\//, "").replace(/\/\*$/, ""),
        include: [`${folder}/**/*.test.ts`],
        benchmark: { include: [`${folder}/**/*.bench.ts`] },
        exclude: ["**/node_modules/**", "**/dist/**"],
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
