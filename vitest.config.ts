import { defineConfig } from "vitest/config";

/** One project a package, named after its folder, so that `pnpm vitest --project core` runs one. */
const folders = [
  "packages/core",
  "packages/cli",
  "packages/proxies/*",
  "packages/surrogates/*",
  "packages/spaces/*",
  "packages/runtimes/*",
  "packages/datasets/*",
  "test",
];

export default defineConfig({
  test: {
    projects: folders.map((folder) => ({
      test: {
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
