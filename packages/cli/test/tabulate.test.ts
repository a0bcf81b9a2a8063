import { readColumns, readInfo } from "@proxybo/importers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;

const cell = (a: string, b: string, c: string) => `|${a}~0|+|none~0|${b}~1|+|skip_connect~0|none~1|${c}~2|`;
const distinct = [
  cell("nor_conv_3x3", "skip_connect", "nor_conv_1x1"),
  cell("nor_conv_1x1", "skip_connect", "nor_conv_1x1"),
  cell("nor_conv_3x3", "avg_pool_3x3", "nor_conv_1x1"),
  cell("avg_pool_3x3", "nor_conv_3x3", "nor_conv_3x3"),
];
// The first edge alone leads anywhere: what the other two edges are into a dead end changes nothing.
const dead = (operation: string) => `|${operation}~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|`;

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable());
  await at.write("list.txt", `${distinct.join("\n")}\n\n`);
  // Fails on one, and says when it is at work.
  await at.write(
    "slow.ts",
    `import { setTimeout as sleep } from "node:timers/promises";
     export default async ({ architecture, n, signal }) => {
       process.stderr.write("at work on " + n + "\\n");
       if (n > 1) await sleep(Number(process.env.SLOW_MS ?? 1), undefined, { signal });
       if (architecture.includes("avg_pool_3x3~0") && process.env.SOUND === undefined) throw new Error("no such pool");
       return { error: 10 + architecture.length / 10, metrics: { test: 12 } };
     };`,
  );
});
afterAll(() => at.remove());

const module =
  "tabulate --space nb201 --archs list.txt --objective module --set objective.options.path=slow.ts".split(
    " ",
  );
const scored = [...module, ..."--dataset fashion-mnist --proxies flops".split(" ")];

/** Rows of a table by architecture, without the seconds, which no two runs share. */
async function rowsOf(file: string) {
  const columns = await readColumns(at.path(file));
  const lasting = columns.filter(({ name }) => name !== "seconds");
  return Array.from({ length: columns[0]!.values.length }, (_, row) =>
    Object.fromEntries(lasting.map(({ name, values }) => [name, values.at(row)!])),
  );
}

describe("proxybo tabulate", { timeout: 120_000 }, () => {
  it("measures and scores a list; what failed is left empty and counted", async () => {
    const { code, document, stderr } = await at.json(...scored, "--seed", "1", "--out", "whole.parquet");
    expect({ code, stderr: stderr.includes("error") }).toEqual({ code: 0, stderr: false });
    expect(document).toMatchObject({ version: 1, rows: 4, total: 4, failed: 1, unscored: 0, duplicates: 0 });
    const rows = await rowsOf("whole.parquet");
    expect(rows.map(({ arch }) => String(arch)).toSorted()).toEqual(distinct.toSorted());
    for (const { arch, valid, test, params, flops } of rows) {
      const failed = (arch as string).includes("avg_pool_3x3~0");
      expect(valid).toBe(failed ? Number.NaN : 100 - (10 + (arch as string).length / 10));
      expect(test).toBe(failed ? Number.NaN : 88);
      expect(params).toBeGreaterThan(1000);
      expect(flops).toBeGreaterThan(params as number);
    }
    const { provenance } = await readInfo(at.path("whole.parquet"));
    expect(provenance).toMatchObject({
      benchmark: "tabulated",
      space: "nb201",
      canonical: true,
      metric: "accuracy",
      tabulation: { command: expect.stringContaining("proxybo tabulate --space nb201"), seed: 1 },
    });
    expect(provenance!.tabulation!.settings).toMatch(/^[0-9a-f]{64}$/);
    expect(provenance!.tabulation!.dataset).not.toBe("");
    expect(provenance!.tabulation!.versions).toHaveProperty("@proxybo/cli");
  });

  it("measures again what failed, where it is asked to", async () => {
    const run = at.start([...scored, "--out", "whole.parquet", "--retry-failed", "--json"], { SOUND: "" });
    const { code, stdout, stderr } = await run.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rows: 4, failed: 0 });
    expect(stderr.match(/at work/g)).toHaveLength(1);
  });

  it("interrupted and gone on with, makes the same table; no architecture is measured twice", async () => {
    const argv = [...scored, "--seed", "2"];
    expect((await at.proxybo(...argv, "--out", "a.parquet", "--store", "a.sqlite")).code).toBe(0);
    const begun = at.start([...argv, "--out", "b.parquet", "--store", "b.sqlite"], { SLOW_MS: "3000" });
    await begun.said("at work on 2");
    begun.child.kill("SIGINT");
    const stopped = await begun.finished;
    expect(stopped.stdout).toContain("2 architectures of 4 in b.parquet");
    expect(stopped.stdout).toContain("the same command again goes on from here");
    const partial = await rowsOf("b.parquet");
    expect(partial).toHaveLength(2);
    expect(partial.every(({ flops }) => (flops as number) > 0)).toBe(true);
    const rest = await at.proxybo(...argv, "--out", "b.parquet", "--store", "b.sqlite");
    expect(rest.stderr).not.toMatch(/at work on [12]\n/);
    expect(await rowsOf("b.parquet")).toEqual(await rowsOf("a.parquet"));
  });

  it("killed, loses nothing: the same command goes on", async () => {
    const argv = [...module, "--seed", "3", "--out", "killed.parquet", "--store", "k.sqlite"];
    const begun = at.start(argv, { SLOW_MS: "60000" });
    await begun.said("at work on 2");
    begun.child.kill("SIGKILL");
    await begun.finished;
    const rest = await at.json(...argv);
    expect(rest.document).toMatchObject({ rows: 4, total: 4 });
    expect(rest.stderr).not.toContain("at work on 1\n");
  });

  it("has one row for architectures that are the same network", async () => {
    await at.write(
      "twins.csv",
      ["arch,note", `${dead("nor_conv_3x3")},1`, `${dead("skip_connect")},2`, `${distinct[0]},3`].join("\n"),
    );
    const argv = "tabulate --space nb201 --archs twins.csv --table table.csv --out twins.parquet".split(" ");
    const { document } = await at.json(...argv);
    expect(document).toMatchObject({ rows: 2, total: 2, duplicates: 1 });
    expect((await rowsOf("twins.parquet")).map(({ arch }) => String(arch)).toSorted()).toEqual(
      [dead("nor_conv_3x3"), distinct[0]!].toSorted(),
    );
  });

  it("scores alone, live and by counting, without an objective; more proxies come later", async () => {
    const argv = (
      "tabulate --space nb201 --archs list.txt --dataset fashion-mnist --runtime tfjs:wasm --set space.options.channels=2 " +
      "--set space.options.cells=1 --set space.options.stages=2 --set dataset.options.size=14 --set batchSize=8 --out scores.parquet --proxies"
    ).split(" ");
    expect((await at.json(...argv, "params")).document).toMatchObject({ rows: 4, study: null });
    expect((await at.json(...argv, "params,snip,synflow", "--parallel", "2")).document).toMatchObject({
      rows: 4,
    });
    const score = await at.json(
      "score",
      distinct[0]!,
      ...argv.slice(1, -3).filter((word, i, all) => word !== "--archs" && all[i - 1] !== "--archs"),
      "--proxies",
      "params,snip",
    );
    const rows = await rowsOf("scores.parquet");
    expect(Object.keys(rows[0]!)).toEqual(["arch", "params", "snip", "synflow"]);
    const { architectures } = score.document as unknown as {
      architectures: { scores: Record<string, { raw: number }> }[];
    };
    const told = Object.entries(architectures[0]!.scores);
    expect(told.map(([proxy]) => proxy)).toEqual(["params", "snip"]);
    const row = rows.find(({ arch }) => arch === distinct[0])!;
    for (const [proxy, { raw }] of told) expect(row[proxy], proxy).toBeCloseTo(raw, 10);
  });

  it("makes tables that run, correlate and bench read, an unbiased part of the space first", async () => {
    const argv =
      "tabulate --space nb201 --table table.csv --proxies good,poor --evaluations 60 --quiet --out part.parquet".split(
        " ",
      );
    expect((await at.json(...argv)).document).toMatchObject({ rows: 60, total: 60 });
    const part = ["--space", "nb201", "--table", "part.parquet"];
    const found = await at.json("run", ...part, "--proxies", "good,poor", "--evaluations", "20");
    expect(found.code).toBe(0);
    const { document } = await at.json("correlate", ...part, "--proxies", "good,poor");
    const [good] = (document as unknown as { proxies: { all: { spearman: { value: number } } }[] }).proxies;
    expect(good!.all.spearman.value).toBeGreaterThan(0.9);
    const bench = await at.proxybo(
      ..."bench --tasks mine=part.parquet --space nb201 --methods random --seeds 2 --evaluations 10 --out bench".split(
        " ",
      ),
    );
    expect(bench).toMatchObject({ code: 0 });
  });

  it("ends when its budget is spent, with what is done", async () => {
    const argv = [...module, "--seed", "5", "--out", "brief.parquet", "--budget", "1s", "--json"];
    const { code, stdout } = await at.start(argv, { SLOW_MS: "1500" }).finished;
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { rows: number }).rows).toBeLessThan(4);
  });

  it("is gone on with by itself alone", async () => {
    const { code, stderr } = await at.proxybo("resume", "nb201-tabulate-1");
    expect(code).toBe(2);
    expect(stderr).toContain("fills a table");
    expect(stderr).toContain("proxybo tabulate --space nb201");
  });
});

describe("what is wrong", () => {
  it.for<[string, string, readonly string[]]>([
    ["no file", "needs a file to write", "--space nb201 --proxies params".split(" ")],
    ["another ending", "ending in .parquet", "--space nb201 --proxies params --out table.csv".split(" ")],
    ["nothing to do", "neither an objective nor proxies", "--space nb201 --out t.parquet".split(" ")],
    [
      "a budget without unit",
      "a time like 90s",
      "--space nb201 --proxies params --out t.parquet --budget 2".split(" "),
    ],
    ["a proxy twice", "each proxy once", "--space nb201 --proxies params,params --out t.parquet".split(" ")],
    [
      "no list",
      "a list of architectures",
      "--space nb201 --table table.csv --archs none.txt --out t.parquet".split(" "),
    ],
    [
      "a malformed line",
      "bad.txt",
      "--space nb201 --table table.csv --archs bad.txt --out t.parquet".split(" "),
    ],
    [
      "somebody's table",
      "there already",
      "--space nb201 --table table.csv --evaluations 3 --seed 9 --out part.parquet".split(" "),
    ],
  ])("%s: says so, and runs nothing", async ([, text, words]) => {
    await at.write("bad.txt", `${distinct[0]}\n|conv~0|\n`);
    const { code, stderr, stdout } = await at.proxybo("tabulate", ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });
});
