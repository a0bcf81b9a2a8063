import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formulaTable } from "./formula-table.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

let work: Workspace;

beforeAll(async () => {
  work = await createWorkspace();
  await work.write("table.csv", formulaTable());
  const chosen =
    "run --space nb201 --strategy proxybo --proxies good,poor --evaluations 20 --quiet --name some";
  await work.proxybo(...chosen.split(" "), "--table", work.path("table.csv"));
});
afterAll(() => work.remove());

interface Explained {
  readonly observation: {
    readonly architecture: string;
    readonly why: { readonly combinedRank: number; readonly ranks: Record<string, number> };
  };
  readonly incumbent: number;
  readonly runnersUp: readonly {
    readonly architecture: string;
    readonly combinedRank: number;
    readonly ranks: Record<string, number>;
  }[];
  readonly note: string | null;
}

describe("proxybo explain", () => {
  it("makes the decision again: the runners-up are the next best by combined rank", async () => {
    const { document } = await work.json("explain", "some", "15");
    const { observation, runnersUp, note } = document as unknown as Explained;
    expect(note).toBeNull();
    expect(runnersUp).toHaveLength(5);
    const ranks = [observation.why.combinedRank, ...runnersUp.map(({ combinedRank }) => combinedRank)];
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(runnersUp.map(({ ranks: by }) => Object.keys(by))).toEqual(
      runnersUp.map(() => ["surrogate", "good", "poor"]),
    );
    expect(runnersUp.map(({ architecture }) => architecture)).not.toContain(observation.architecture);
  });

  it("tells people ranks, influence, prediction, outcome and runners-up", async () => {
    const { code, stdout } = await work.proxybo("explain", "some", "15");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /Chosen as the lowest combined rank of surrogate and proxies among \d+ candidates\./,
    );
    for (const part of [
      "surrogate",
      "good",
      "poor",
      "influence",
      "predicted",
      "came out",
      "lowest before",
      "Runners-up",
    ])
      expect(stdout).toContain(part);
  });

  it("says so where nothing was ranked, and where the decision cannot be made again", async () => {
    const random = await work.proxybo("explain", "some", "2");
    expect(random.stdout).toContain("No runners-up: 'random' ranks no candidates.");
    await work.write("table.csv", formulaTable().replaceAll(/^(\|.*?),(\d+)/gm, "$1,5$2"));
    const changed = await work.proxybo("explain", "some", "15");
    expect(changed.code).toBe(0);
    expect(changed.stdout).toMatch(/No runners-up: /);
    expect(changed.stdout).toContain("came out");
  });

  it("refuses an evaluation that is not there", async () => {
    expect(await work.proxybo("explain", "some", "21")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("expected 1 … 20"),
    });
    expect(await work.proxybo("explain", "some", "x")).toMatchObject({ code: 2 });
  });
});
