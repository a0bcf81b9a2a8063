import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runDocumentSchema } from "@proxybo/core";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proxybo-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(
  cwd: string,
  ...args: readonly string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PROXYBO_STORE: join(folder, "studies.sqlite"), NO_COLOR: "1" },
  });
}

describe("the examples", () => {
  it.each(["command-python", "module-typescript", "own-space"])(
    "%s searches to its end without a failed evaluation",
    (name) => {
      const { status, stdout, stderr } = run(
        join(root, "examples", name),
        join(root, "packages/cli/src/bin.ts"),
        "run",
        "--json",
      );
      expect(stderr).toBe("");
      expect(status).toBe(0);
      const document = runDocumentSchema.parse(JSON.parse(stdout));
      expect(document.observations.length).toBeGreaterThanOrEqual(10);
      expect(document.observations.filter(({ failure }) => failure)).toEqual([]);
      const errors = document.observations.map(({ error }) => error!);
      expect(document.best!.error).toBe(Math.min(...errors));
      expect(Math.max(...errors)).toBeGreaterThan(document.best!.error + 1);
    },
  );

  it.each(["run.ts", "ask-tell.ts"])("library/%s runs", (file) => {
    const { status, stdout, stderr } = run(
      join(root, "examples/library"),
      "--disable-warning=ExperimentalWarning",
      file,
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toMatch(/nor_conv|skip_connect|avg_pool/);
  });
});
