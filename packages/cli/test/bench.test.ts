import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable(3000));
});
afterAll(() => at.remove());

const argv =
  "bench --tasks mine=table.csv --space nb201 --methods random,evolution,proxybo --proxies good --seeds 2 --evaluations 15".split(
    " ",
  );

describe("proxybo bench", () => {
  it("compares methods, shows how far it is, and writes a report; given again, it makes nothing twice", async () => {
    const { code, stdout, stderr } = await at.proxybo(...argv, "--out", "results");
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^0 of 6 runs\n[^]*6 of 6 runs\n$/),
    });
    expect(stdout).toMatch(/ProxyBO +\d+\.\d\d ± \d+\.\d\d +\d+\.\d{3} +\d+ /);
    expect(stdout).toContain("report: results/report.html");
    const page = await readFile(at.path("results/report.html"), "utf8");
    expect(page).toContain("proxybo bench --tasks mine=table.csv");
    const again = await at.json(...argv, "--out", "results");
    expect(again.stderr).toBe("6 of 6 runs; 6 kept from before\n");
    expect(again.document).toMatchObject({ version: 1, aborted: false, failures: [], seeds: [1, 2] });
    expect(again.document["cells"]).toHaveLength(3);
  });

  it("takes a configuration file", async () => {
    await at.write(
      "my.bench.ts",
      `import { defineBench } from "@proxybo/bench";
       export default defineBench({
         methods: ["random", { name: "cold", strategy: { name: "proxybo", options: { temperature: 0.01 } } }],
         tasks: [{ name: "mine", table: "table.csv" }],
         proxies: ["poor"],
         seeds: 1,
         evaluations: 8,
       });`,
    );
    const { code, document } = await at.json("bench", "my.bench.ts", "--out", "filed", "--quiet");
    expect(code).toBe(0);
    expect(document["cells"]).toMatchObject([
      { task: "mine", method: "random" },
      { task: "mine", method: "cold" },
    ]);
  });

  it.for([
    [["bench", "table22"], /unknown preset 'table22'/],
    [["bench", "--methods", "proxybo~bad", "--tasks", "m=table.csv"], /quality/],
    [["bench", "--seeds", "none"], /--seeds/],
    [["bench", "absent.bench.ts"], /no such configuration file/],
  ] as const)("refuses %j with exit status 2", async ([words, message]) => {
    const { code, stderr, stdout } = await at.proxybo(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("proxybo correlate", () => {
  const words = ["correlate", "--space", "nb201", "--table", "table.csv", "--proxies", "good,poor"];

  it("tells a proxy that follows the error from one that follows it less", async () => {
    const { code, document } = await at.json(...words, "--resamples", "100");
    expect(code).toBe(0);
    const [good, poor] = document["proxies"] as unknown as readonly {
      from: string;
      all: { count: number; spearman: { value: number; low: number; high: number } };
    }[];
    expect(good).toMatchObject({ from: "recorded", all: { count: 3000 } });
    expect(good!.all.spearman.value).toBeGreaterThan(poor!.all.spearman.value);
    expect(good!.all.spearman.low).toBeLessThan(good!.all.spearman.value);
    const human = await at.proxybo(...words, "--sample", "500", "--against", "test");
    expect(human.stdout).toContain("500 architectures, test error");
    expect(human.stdout).toMatch(/poor +0\.\d\d \[0\.\d\d, 0\.\d\d\]/);
  });

  it("scores live what the table has not on record", async () => {
    const { document, code } = await at.json(
      ...words.slice(0, -1),
      "params",
      "--dataset",
      "fashion-mnist",
      "--sample",
      "40",
      "--quiet",
    );
    expect({ code, proxies: document["proxies"] }).toMatchObject({
      code: 0,
      proxies: [{ proxy: "params", from: "live", all: { count: 40 } }],
    });
  });

  it("needs errors that are known", async () => {
    const { code, stderr } = await at.proxybo(
      "correlate",
      "--space",
      "nb201",
      "--objective",
      "train",
      "--dataset",
      "fashion-mnist",
    );
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("--table") });
  });
});

it.for(["bench", "correlate"])("help of %s lists its flags and gives examples", async (name) => {
  const { code, stdout } = await at.proxybo(name, "--help");
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage  proxybo ${name}`);
  expect(stdout).toMatch(new RegExp(`Examples\\n +proxybo ${name}`));
});
