import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostile, hostileStudy } from "../fixtures/hostile-study.ts";
import { reportPage } from "./page.ts";

const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) =>
  existsSync(file),
);
const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-browser-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The document of a page after its scripts, if any, have run. */
async function documentOf(page: string): Promise<string> {
  const file = join(folder, "page.html");
  await writeFile(file, page);
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(folder, "profile")}`];
  const { stdout } = await promisify(execFile)(
    browser!,
    [...flags, "--virtual-time-budget=2000", "--dump-dom", pathToFileURL(file).href],
    { maxBuffer: 1 << 26, timeout: 40_000, killSignal: "SIGKILL" },
  );
  return stdout;
}

describe.skipIf(browser === undefined)(
  `a report of a hostile study in a browser${browser === undefined ? " (skipped: no chromium)" : ""}`,
  () => {
    it("runs nothing, by its escapes alone, whatever the policy of the page", async () => {
      const page = await reportPage([hostileStudy("a", 1), hostileStudy("b", 2)]);
      expect(page).toMatch(policy);
      const shown = await documentOf(page.replace(policy, ""));
      expect(shown).toContain("dataset.ran=");
      expect(shown).not.toContain("data-ran");
    });

    it("runs nothing by its policy alone, were a text not escaped", async () => {
      const page = await reportPage([hostileStudy("a", 1)]);
      const broken = page.replace("<body>", () => `<body>${hostile}`);
      expect(await documentOf(broken)).not.toContain("data-ran");
      // That is what a script leaves where nothing stops it.
      expect(await documentOf(broken.replace(policy, ""))).toContain("data-ran");
    });
  },
);
