import { runDocumentSchema } from "@proxybo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let at: Workspace;
const onTable = ["--space", "nb201", "--table", "table.csv", "--proxies", "good,poor"];

beforeAll(async () => {
  at = await createWorkspace();
  await at.write("table.csv", formulaTable());
});
afterAll(() => at.remove());

describe("proxybo run", () => {
  it("prints exactly one JSON document, and nothing on stderr where that is no terminal", async () => {
    const { code, stdout, stderr } = await at.proxybo("run", ...onTable, "--evaluations", "15", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const run = runDocumentSchema.parse(JSON.parse(stdout));
    expect(run.observations).toHaveLength(15);
    expect(run.best!.error).toBe(Math.min(...run.observations.map(({ error }) => error!)));
    expect(Object.keys(run.observations[10]!.why.influence!)).toEqual(["surrogate", "good", "poor"]);
    expect(run.best!.metrics["test"]).toBeCloseTo(run.best!.error + 0.5, 6);
    expect(run.settings).toMatchObject({
      config: { space: { name: "nb201" }, strategy: { name: "proxygp" }, surrogate: { name: "gp" }, seed: 1 },
      file: null,
    });
  });

  it("tells people what was found, how it compares, where it is kept and what to type next", async () => {
    const { code, stdout, stderr } = await at.proxybo(
      "run",
      ...onTable,
      "--evaluations",
      "12",
      "--name",
      "mine",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/Best of 12 evaluations \(found at \d+\)/);
    expect(stdout).toMatch(/[●] +input/);
    expect(stdout).toMatch(/validation error +\d+\.\d\d %/);
    expect(stdout).toMatch(/test error +\d+\.\d\d %/);
    expect(stdout).toContain("mean of the first 3, random");
    const [, id] = /Kept in .*studies\.sqlite as study (\w+) 'mine'/.exec(stdout)!;
    expect(stdout).toContain(`proxybo resume ${id} --evaluations 24`);
    expect(stderr).toMatch(/^proxygp on nb201; surrogate gp; proxies good, poor; objective table; study/);
    expect(stderr).toContain("evaluation 12 of 12; best");
    expect(stderr).toContain("influence surrogate");
    // oxlint-disable-next-line no-control-regex
    expect(stdout + stderr).not.toMatch(/\u001B/);
  });

  it("shows no progress when it is to be quiet, colours only where they are forced, none with NO_COLOR", async () => {
    const quiet = await at.proxybo("run", ...onTable, "--evaluations", "6", "--quiet");
    expect(quiet.stderr).toBe("");
    const argv = ["run", ...onTable, "--evaluations", "6", "--quiet"];
    const forced = await at.start(argv, { FORCE_COLOR: "1" }).finished;
    expect(forced.stdout).toContain("\u001B[");
    const plain = await at.start(argv, { NO_COLOR: "1" }).finished;
    expect(plain.stdout).not.toContain("\u001B[");
  });

  it("takes the proxies that it can have where none are named, and says what it does without", async () => {
    const few = ["--space", "nb201", "--table", "table.csv", "--evaluations", "5"];
    const { code, stderr } = await at.proxybo("run", ...few);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^proxygp on nb201; surrogate gp; proxies params \(live\), flops \(live\); without snip, synflow, jacob_cov \(no data set\);/,
    );
    const paper = await at.proxybo("run", ...few, "--strategy", "proxybo");
    expect(paper).toMatchObject({ code: 2, stderr: expect.stringContaining("add a data set") });
  });

  it("is the same for the same seed, and takes any strategy without proxies", async () => {
    const trajectory = async (...argv: readonly string[]) => {
      const { document } = await at.json("run", ...onTable, "--evaluations", "12", ...argv);
      return runDocumentSchema.parse(document).observations.map(({ architecture }) => architecture);
    };
    const [first, again, other] = await Promise.all([trajectory(), trajectory(), trajectory("--seed", "2")]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const bo = await at.json(
      "run",
      "--space",
      "nb201",
      "--table",
      "table.csv",
      "--strategy",
      "bo",
      "--evaluations",
      "8",
    );
    expect(bo.document["settings"]).toMatchObject({ config: { proxies: [], surrogate: { name: "rf" } } });
    const evolution = ["--strategy", "evolution", "--evaluations", "8"];
    expect((await at.json("run", "--space", "nb201", "--table", "table.csv", ...evolution)).code).toBe(0);
  });

  it("lays flags over the file, --set over both, and finds proxybo.config.ts by itself", async () => {
    const inner = await createWorkspace();
    await inner.write("table.csv", formulaTable(2000));
    await inner.write(
      "proxybo.config.ts",
      `import { defineConfig } from "@proxybo/core";
       import spaces from "@proxybo/spaces";
       import surrogates from "@proxybo/surrogates";
       export default defineConfig({
         plugins: [spaces, [surrogates, false]],
         space: "nb201",
         objective: { name: "table", options: { path: "table.csv" } },
         surrogate: { name: "rf", options: { trees: 5 } },
         proxies: ["good"],
         evaluations: 40,
         seed: 4,
       });`,
    );
    const { document, stderr, code } = await inner.json(
      "run",
      "--evaluations",
      "7",
      "--set",
      "surrogate.options.trees=3",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(document["observations"]).toHaveLength(7);
    expect(document["settings"]).toMatchObject({
      file: inner.path("proxybo.config.ts"),
      config: { seed: 4, surrogate: { name: "rf", options: { trees: 3 } }, proxies: [{ name: "good" }] },
      plugins: expect.arrayContaining(
        ["@proxybo/core", "@proxybo/space-nb201", "@proxybo/surrogate-rf"].map((name) =>
          expect.objectContaining({ package: name }),
        ),
      ),
    });
    await inner.remove();
  });

  it("searches only what a table that is not whole covers", async () => {
    await at.write("part.csv", formulaTable(300));
    const { document } = await at.json(
      "run",
      "--space",
      "nb201",
      "--table",
      "part.csv",
      "--proxies",
      "good",
      "--evaluations",
      "30",
    );
    const run = runDocumentSchema.parse(document);
    expect(run.observations.filter(({ error }) => error === null)).toEqual([]);
  });
});
