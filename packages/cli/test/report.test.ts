import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;
const run = (table: string, evaluations: number, seed: number, name: string) => {
  const chosen = `run --space nb201 --proxies good,poor --evaluations ${evaluations} --seed ${seed} --quiet`;
  return work.proxybo(...chosen.split(" "), "--table", table, "--name", name);
};

beforeAll(async () => {
  work = await createWorkspace();
  await work.write("table.csv", formulaTable());
  await run(work.path("table.csv"), 12, 1, "one");
  await run(work.path("table.csv"), 12, 2, "two <b>");
});
afterAll(() => work.remove());

describe("proxybo report", () => {
  it("writes one page with cells, proxies and how to make the study again", async () => {
    const { code, stdout } = await work.proxybo("report", "one", "--out", work.path("one.html"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: "report: one.html\n" });
    const page = await readFile(work.path("one.html"), "utf8");
    for (const part of [
      "Best cells",
      "Who is trusted",
      "Proxies against training",
      "Calibration of the surrogate",
    ])
      expect(page).toContain(`<h2>${part}</h2>`);
    expect(page).toMatch(/good: ρ = −?\d\.\d\d \(12 architectures\)/);
    expect(page).toContain("proxybo run --space nb201 --table");
    expect(page).toContain("--evaluations 12 --seed 1 --name one");
    expect(page).toContain("@proxybo/space-nb201 ");
  });

  it("compares studies", async () => {
    const { document } = await work.json("report", "one", "two <b>", "--out", work.path("both.html"));
    expect(document).toMatchObject({ version: 1, file: work.path("both.html"), notes: [] });
    const page = await readFile(work.path("both.html"), "utf8");
    expect(page).toContain("2 studies compared");
    expect(page).toContain("two &lt;b&gt;");
  });

  it("shows what the store has where the parts cannot be made, and says what is missing", async () => {
    const moved = await work.write("gone.csv", await readFile(work.path("table.csv"), "utf8"));
    await run(moved, 8, 1, "gone");
    await work.write("gone.csv", "no table any more");
    const { code, stdout } = await work.proxybo("report", "gone", "--out", work.path("gone.html"));
    expect(code).toBe(0);
    expect(stdout).toContain("Cells and proxies are not shown");
    expect(await readFile(work.path("gone.html"), "utf8")).toContain("<h2>Evaluations</h2>");
  });

  it("refuses a study that is not there", async () => {
    expect(await work.proxybo("report", "nothing")).toMatchObject({ code: 2 });
  });
});
