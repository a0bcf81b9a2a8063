import { copyFile, readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeAdvance } from "../src/data/progress.ts";
import { createWorkspace, type Finished, type Workspace } from "./workspace.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../importers/src/fixtures/${name}`, import.meta.url));

let at: Workspace;
let env: { readonly PROXYBO_HOME: string };
beforeAll(async () => {
  at = await createWorkspace();
  env = { PROXYBO_HOME: at.path("home") };
});
afterAll(() => at.remove());

const data = (...words: readonly string[]): Promise<Finished> => at.start(["data", ...words], env).finished;
const json = async (...words: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await data(...words, "--json")).stdout) as Record<string, unknown>;

describe("proxybo data", () => {
  it("imports, lists, shows and exports tables", async () => {
    const carried = (await data("list")).stdout;
    expect(carried).toMatch(/^nb201-fashion +5425 rows .*in @proxybo\/space-nb201$/m);
    expect(carried).toContain("import one: proxybo data import --help");
    const imported = await data("import", "nb201", fixture("nats.tar"));
    expect({ code: imported.code, stderr: imported.stderr }).toEqual({ code: 0, stderr: "" });
    expect(imported.stdout).toMatch(/^nb201-cifar10 +3 rows .*arch, valid, test, seconds/m);
    expect(imported.stdout).toContain("use: proxybo run --table nb201-cifar10");
    expect(await json("list")).toMatchObject({
      version: 1,
      tables: [
        { name: "nb201-cifar10", rows: 3, provenance: { canonical: true, sources: [{ name: "nats.tar" }] } },
        { name: "nb201-cifar100", rows: 3 },
        { name: "nb201-fashion", package: "@proxybo/space-nb201" },
      ],
    });
    expect((await data("list")).stdout).toMatch(/^nb201-cifar100 +3 rows/m);
    expect((await data("info", "nb201-cifar10")).stdout).toMatch(
      / from +nats\.tar, 10\.2 kB, sha256 [0-9a-f]{64}$/m,
    );
    expect(await json("info", "nb201-cifar10")).toMatchObject({
      table: { rows: 3, provenance: { space: "nb201" } },
    });
    expect((await data("export", "nb201-cifar10", "out.csv")).code).toBe(0);
    expect((await readFile(at.path("out.csv"), "utf8")).split("\n")[0]).toBe(
      "arch,valid,test,seconds,valid_2,test_2,seconds_2,params_m,flops_m",
    );
    expect(await json("import", "table", "out.csv", "--name", "mine", "--space", "nb201")).toMatchObject({
      version: 1,
      tables: [{ name: "mine", rows: 3, proxies: [] }],
    });
  });

  it("says what is wrong with a file, and leaves nothing behind", async () => {
    await copyFile(fixture("traversal.tar"), at.path("bad.tar"));
    const before = await readdir(at.path("home/tables"));
    const { code, stderr, stdout } = await data("import", "nb201", "bad.tar");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("expected paths within the archive, got 'a/../../000000.pickle.pbz2'");
    expect(stderr).toContain("IMPORT_INVALID");
    expect(await readdir(at.path("home/tables"))).toEqual(before);
  });

  it.each<[readonly string[], string]>([
    [[], "'proxybo data' needs action"],
    [["lst"], "did you mean 'list'?"],
    [["import"], "needs what to import, and its file"],
    [["import", "nb101"], "'proxybo data import nb101' needs a file"],
    [["import", "nb10", "x"], "did you mean 'nb101'?"],
    [["info"], "'proxybo data info' takes <table>"],
    [["info", "nb201-cifar1"], "did you mean 'nb201-cifar10' or 'nb201-cifar100'?"],
    [["import", "table", "x.csv", "--metric", "loss"], "expected --metric accuracy or error, got 'loss'"],
  ])("refuses %j with what to do", async (words, message) => {
    const { code, stderr } = await data(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it("tells how far it is and how long it will take", () => {
    const line = describeAdvance({ phase: "reading", done: 25, total: 100 }, 10);
    expect(line).toMatch(/^reading {2}.*█{6}░{18}.* {2}25 % {2}30 s left$/);
    expect(describeAdvance({ phase: "writing", done: 0, total: 3 }, 2)).toMatch(/0 %$/);
  });
});
