import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BenchRequest, type BenchResult, runBench } from "./bench.ts";
import { writeFormulaTable } from "./fixtures/formula-table.ts";
import { writeReport } from "./report/write.ts";

let folder: string;
let first: BenchResult;
const own = fileURLToPath(new URL("..", import.meta.url));

const request = (more: Partial<BenchRequest> = {}): BenchRequest => ({
  directories: [own],
  data: [],
  out: join(folder, "out"),
  workers: 2,
  command: "proxybo bench '<script>alert(1)</script>'",
  config: {
    tasks: [`one=${join(folder, "one.csv")}`, `two <b>=${join(folder, "two.csv")}`],
    methods: ["random", "evolution", "bo", "proxybo", "proxybo~inverted", "proxybo~shuffled", "good"],
    proxies: ["good", "poor"],
    presets: ["table1", "table2", "fig2a", "fig2b"],
    seeds: 3,
    evaluations: 24,
  },
  ...more,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-bench-"));
  await writeFormulaTable(join(folder, "one.csv"), 4000);
  await writeFormulaTable(join(folder, "two.csv"), 1000, 2);
  first = await runBench(request());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a comparison", () => {
  it("makes every method on every task with every seed", () => {
    const { summary, made, kept, failures, aborted } = first;
    expect({ failures, aborted, kept }).toEqual({ failures: [], aborted: false, kept: 0 });
    // 7 methods on 2 tasks, and 8 temperatures on the first, of which one is ProxyBO as it is.
    expect(made).toBe(3 * (7 * 2 + 7));
    expect(summary.cells.every(({ seeds }) => seeds === 3)).toBe(true);
    expect(summary.tasks.map(({ architectures }) => architectures)).toEqual([4000, 1000]);
  });

  it("puts the methods in the order that the proxies justify", () => {
    const regret = (method: string): number =>
      first.summary.cells.find((cell) => cell.task === "one" && cell.method === method)!.checkpoints.at(-1)!
        .regret.mean;
    expect(regret("proxybo")).toBeLessThan(regret("random"));
    expect(regret("proxybo")).toBeLessThanOrEqual(regret("proxybo~inverted"));
    expect(regret("good")).toBeGreaterThan(0);
  });

  it("correlates proxies as they are made: good ones follow the error, poor ones do not", () => {
    const of = (proxy: string) =>
      first.summary.correlations.find((found) => found.task === "one" && found.proxy === proxy)!.all.spearman;
    expect(of("good").value).toBeGreaterThan(0.9);
    expect(Math.abs(of("poor").value)).toBeLessThan(0.05);
    expect(of("poor").low).toBeLessThan(of("poor").value);
  });

  it("goes without optional proxies that a table lacks, not without those that a method is made for", async () => {
    const alone = (method: string) => {
      const tasks = [`one=${join(folder, "one.csv")}`];
      const config = { tasks, methods: [method], seeds: 1, evaluations: 6 };
      return runBench(request({ out: join(folder, "alone"), config }));
    };
    expect(await alone("proxygp+rf")).toMatchObject({ made: 1, failures: [] });
    await expect(alone("proxybo")).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("no recorded scores of snip, synflow, jacob_cov"),
    });
  });

  it("is the same when made again, and makes nothing that is there", async () => {
    const again = await runBench(request());
    expect({ made: again.made, kept: again.kept }).toEqual({ made: 0, kept: first.made });
    const fresh = await runBench(
      request({
        out: join(folder, "fresh"),
        workers: 1,
        config: { ...request().config, seeds: [2], presets: [] },
      }),
    );
    const curve = (result: BenchResult) => result.summary.cells.find(({ method }) => method === "proxybo")!;
    expect(curve(fresh).seeds).toBe(1);
    const lines = async (out: string): Promise<string[]> =>
      (await readFile(join(folder, out, "runs.jsonl"), "utf8")).trim().split("\n");
    const strip = (line: string): string => line.replace(/"seconds":\{[^}]*\}/, "");
    const kept = new Set((await lines("out")).map(strip));
    for (const line of await lines("fresh")) expect(kept).toContain(strip(line));
  });

  it("makes what is missing only: after a cut line, for more seeds, for longer searches", async () => {
    const out = join(folder, "grown");
    const small = {
      tasks: [`one=${join(folder, "one.csv")}`],
      methods: ["random", "evolution"],
      evaluations: 10,
    };
    expect((await runBench(request({ out, config: { ...small, seeds: 2 } }))).made).toBe(4);
    await appendFile(join(out, "runs.jsonl"), '{"version":1,"id":"cut in the mid');
    const notes: string[] = [];
    const more = await runBench(
      request({ out, config: { ...small, seeds: 3 }, say: (text) => notes.push(text) }),
    );
    expect({ made: more.made, kept: more.kept }).toEqual({ made: 2, kept: 4 });
    expect(notes.join()).toContain("1 lines");
    const longer = await runBench(request({ out, config: { ...small, seeds: 3, evaluations: 12 } }));
    expect(longer.made).toBe(6);
    const shorter = await runBench(request({ out, config: { ...small, seeds: 3, evaluations: 5 } }));
    expect({ made: shorter.made, evaluations: shorter.summary.cells[0]!.checkpoints.at(-1)!.n }).toEqual({
      made: 0,
      evaluations: 5,
    });
  });

  it("keeps several evaluations in flight, on the clock of the table", async () => {
    const config = { ...request().config, methods: ["bo", "bo%4"], presets: [], seeds: 2 };
    const { made, failures, summary } = await runBench(request({ out: join(folder, "parallel"), config }));
    expect({ made, failures }).toEqual({ made: 8, failures: [] });
    expect(new Set(summary.cells.map(({ method }) => method))).toEqual(new Set(["bo", "bo%4"]));
    const lines = (await readFile(join(folder, "parallel", "runs.jsonl"), "utf8")).trim().split("\n");
    const runs = lines.map((line) => JSON.parse(line) as { id: string; task: string; made: number });
    // The second table holds cells of 15 different networks.
    expect(runs.map((run) => run.made)).toEqual(runs.map(({ task }) => (task === "one" ? 24 : 15)));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(8);
  });

  it("makes runs again when the table changed", async () => {
    const out = join(folder, "changed");
    const table = join(folder, "changing.csv");
    const config = { tasks: [`t=${table}`], methods: ["random"], seeds: 2, evaluations: 5 };
    await writeFormulaTable(table, 300);
    expect((await runBench(request({ out, config }))).made).toBe(2);
    await writeFormulaTable(table, 300, 1);
    expect((await runBench(request({ out, config }))).made).toBe(2);
  });

  it("ends early when asked, keeps what ended, and goes on later", async () => {
    const out = join(folder, "stopped");
    const finish = new AbortController();
    const config = { ...request().config, presets: [] };
    const stopped = await runBench(
      request({
        out,
        config,
        finish: finish.signal,
        observe: ({ done }) => void (done >= 3 && finish.abort()),
      }),
    );
    expect(stopped.aborted).toBe(true);
    expect(stopped.made).toBeGreaterThanOrEqual(3);
    expect(stopped.made).toBeLessThan(42);
    const rest = await runBench(request({ out, config }));
    expect(rest.made + stopped.made).toBe(42);
    expect(rest.summary.cells.map(({ checkpoints }) => checkpoints)).toEqual(
      first.summary.cells
        .filter(({ method }) => !method.startsWith("proxybo-tau"))
        .map(({ checkpoints }) => checkpoints),
    );
  });

  it("refuses methods whose proxies the table does not have", async () => {
    await expect(
      runBench(request({ config: { ...request().config, methods: ["proxybo"], proxies: ["snip"] } })),
    ).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("no recorded scores of snip"),
    });
  });
});

describe("the report", () => {
  it("is one page that loads nothing, with every table and figure, and runs no text as markup", async () => {
    const files = await writeReport(first.summary, join(folder, "out"));
    const page = await readFile(files[0]!, "utf8");
    for (const part of ["Table 1.", "Table 2.", "Table 3.", "Figure 2a", "Figure 2b", "Figure 3"])
      expect(page).toContain(part);
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toContain("<script");
    expect(page).toContain("two &lt;b&gt;");
    expect(page).not.toContain("two <b>");
    expect(page).not.toMatch(/(?:src|href)="(?!#)|url\((?!#)|@import/);
    expect(page).not.toContain("NaN");
    expect(page).not.toContain("undefined");
    expect(page.match(/<svg /g)!.length).toBe(files.filter((file) => file.endsWith(".svg")).length);
    for (const { sha256 } of first.summary.tasks.flatMap((task) => task.files))
      expect(page).toContain(sha256);
  });

  it("shows the paper's figures beside tasks of the paper alone", async () => {
    const pageOf = async (name: string): Promise<string> => {
      const text = JSON.stringify(first.summary).replaceAll(`"${first.summary.tasks[0]!.name}"`, `"${name}"`);
      const files = await writeReport(JSON.parse(text) as BenchResult["summary"], join(folder, name));
      return readFile(files[0]!, "utf8");
    };
    expect(await pageOf("nb201-cifar10")).toContain("8.62 ± 0.21");
    const table2 = /Table 2\.[^]*?<\/table>/.exec(await pageOf("mine"))![0];
    expect(table2).not.toContain("paper");
  });

  it("comes with its numbers as JSON and CSV", async () => {
    const files = await writeReport(first.summary, join(folder, "out"));
    const text = async (name: string): Promise<string> =>
      readFile(
        files.find((file) => file.endsWith(name))!,
        "utf8",
      );
    const summary = JSON.parse(await text("summary.json")) as BenchResult["summary"];
    expect(summary.cells).toHaveLength(first.summary.cells.length);
    const [head, ...rows] = (await text("checkpoints.csv")).trim().split("\n");
    expect(head!.split(",")).toContain("regret_mean");
    expect(rows).toHaveLength(first.summary.cells.flatMap(({ checkpoints }) => checkpoints).length);
    expect(await text("speed.csv")).toContain("evolution@end");
  });
});
