import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Necklace, necklaces } from "../../test/necklaces.ts";
import type { ObjectiveContext, OptionsInput } from "../contracts/plugin.ts";
import { requestFor, testObjective } from "../testing/objective.ts";
import { table as tableEntry, type TableObjective, tableObjective } from "./table.ts";
import type { TableOptions } from "./table-options.ts";

const space = necklaces(6);
const beads = (text: string): Necklace => Array.from(text, Number);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-objective-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(
  content: string,
  options: OptionsInput<TableOptions> = {},
): Promise<TableObjective<Necklace>> {
  await writeFile(join(folder, "t.csv"), content);
  return tableObjective(space, { path: "t.csv", ...options }, folder);
}
async function failure(content: string, options: OptionsInput<TableOptions> = {}): Promise<unknown> {
  return open(content, options).then(
    () => "opened",
    ({ code, message, hint }) =>
      `${code}: ${message.replaceAll(folder, "…")}${hint === undefined ? "" : ` → ${hint}`}`,
  );
}
const evaluate = (objective: TableObjective<Necklace>, text: string) =>
  objective.evaluate(requestFor(space, beads(text)));
const scores = async (objective: TableObjective<Necklace>, proxy: string, ...texts: string[]) => [
  ...(await objective.recordedProxies.get(proxy)!.scores(texts.map(beads))),
];

const small = `arch,valid,test,seconds,snip,zen,note
000000,60,59.5,10,1.5,-inf,first
000001,70,,20,2.5,3,second
000010,75,73,30,,inf,third
222222,,90,40,9,nan,fourth
`;

describe("the table objective", () => {
  for (const { name, run } of testObjective(() => open(small), { space })) it(name, () => run());

  it("turns accuracies into errors, with simulated seconds", async () => {
    const objective = await open(small);
    expect(await evaluate(objective, "000000")).toEqual({
      status: "ok",
      error: 40,
      metrics: { test: 40.5 },
      seconds: 10,
    });
    expect(await evaluate(objective, "000001")).toEqual({
      status: "ok",
      error: 30,
      metrics: {},
      seconds: 20,
    });
  });

  it("takes the row of the same text first, else one of the same network", async () => {
    const objective = await open(small);
    // 000010 and 000001 are one ring, trained twice.
    expect(await evaluate(objective, "000010")).toMatchObject({ error: 25 });
    expect(await evaluate(objective, "100000")).toMatchObject({ error: 30 });
    expect(await scores(objective, "snip", "000001", "000010", "100000")).toEqual([-2.5, Number.NaN, -2.5]);
  });

  it("says what the table does not hold, as failed evaluations", async () => {
    const objective = await open(small);
    expect(await evaluate(objective, "111111")).toEqual({
      status: "failed",
      code: "TABLE_INVALID",
      reason: `the table has no row for '111111' (${join(folder, "t.csv")})`,
      seconds: 0,
    });
    expect(await evaluate(objective, "222222")).toMatchObject({
      status: "failed",
      reason: `row 5 for '222222' has no 'valid' (${join(folder, "t.csv")})`,
    });
  });

  it("offers only rows that have a result, where these are fewer than the space", async () => {
    expect((await open(small)).architectures).toEqual(["000000", "000001", "000010"].map(beads));
    const all = [...space.enumerate!()].map((architecture) => `${space.format(architecture)},50`);
    const whole = await open(["arch,valid", ...all].join("\n"));
    expect(whole.architectures).toBeUndefined();
  });

  it("offers every other numeric column as a proxy where lower is better", async () => {
    const objective = await open(small, { directions: { zen: "lower" } });
    expect([...objective.recordedProxies.keys()]).toEqual(["snip", "zen"]);
    expect(await scores(objective, "snip", "000000", "000001", "000010", "111111")).toEqual([
      -1.5,
      -2.5,
      Number.NaN,
      Number.NaN,
    ]);
    expect(await scores(objective, "zen", "000000", "000001", "000010", "222222")).toEqual([
      Number.NaN,
      3,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("takes names of columns for names only, whatever they mean elsewhere", async () => {
    const objective = await open("arch,valid,__proto__,constructor,=1+1\n000000,90,1,2,3\n");
    const sources = [...objective.recordedProxies.values()];
    expect(sources.map(({ name }) => name)).toEqual(["__proto__", "constructor", "=1+1"]);
    for (const [i, source] of sources.entries())
      expect([...(await source.scores([beads("000000")]))]).toEqual([-(i + 1)]);
    expect(Object.prototype).toEqual({});
  });

  it("takes proxies from a second table too, joined by text or by network", async () => {
    await writeFile(join(folder, "p.csv"), "arch,jacob_cov,snip,note\n000001,-3,7,a\n000000,-4,,b\n");
    const options = { proxies: "p.csv", directions: { jacob_cov: "lower" } } as const;
    const objective = await open(small, options);
    expect([...objective.recordedProxies.keys()]).toEqual(["snip", "zen", "jacob_cov"]);
    // 000010 has no row of its own there: it is the ring 000001.
    expect(await scores(objective, "jacob_cov", "000000", "000001", "000010", "222222")).toEqual([
      -4,
      -3,
      -3,
      Number.NaN,
    ]);
    // The second table counts before the first, blanks included.
    expect(await scores(objective, "snip", "000000", "000001", "222222")).toEqual([
      Number.NaN,
      -7,
      Number.NaN,
    ]);
    expect(await evaluate(objective, "000000")).toMatchObject({ error: 40 });
  });

  it.each([
    ["is absent", undefined, "expected a readable file"],
    ["has no architectures", "net,snip\n000000,1\n", "expected a column 'arch'"],
    [
      "has no scores",
      "arch,note\n000000,good\n",
      "expected a column of scores beside 'arch', got the columns 'arch', 'note'",
    ],
    ["has a malformed architecture", "arch,snip\n00x000,1\n", "expected 6 digits 0 to 2"],
  ])("refuses a second table that %s", async (_, content, expected) => {
    const path = join(folder, "bad.csv");
    await rm(path, { force: true });
    if (content !== undefined) await writeFile(path, content);
    expect(await failure(small, { proxies: "bad.csv" })).toContain(expected);
    expect(await failure(small, { proxies: "bad.csv" })).toContain("bad.csv");
  });

  it("maps columns, errors and fractions by options", async () => {
    const objective = await open("net,bad,held,s_12,seconds\n000000,0.25,0.5,3,1\n", {
      columns: { arch: "net", valid: "bad", test: "held", seconds: "s_12" },
      metric: "error",
      scale: "fraction",
      secondsFactor: 4,
    });
    expect(await evaluate(objective, "000000")).toEqual({
      status: "ok",
      error: 25,
      metrics: { test: 50 },
      seconds: 12,
    });
    expect([...objective.recordedProxies.keys()]).toEqual(["seconds"]);
  });

  it("takes seconds of 12 epochs for those of 200 where no others are there, else 0", async () => {
    const twelve = await open("arch,valid,seconds_12\n000000,50,12\n000001,50,\n");
    expect(await evaluate(twelve, "000000")).toMatchObject({ seconds: 200 });
    expect(await evaluate(twelve, "000001")).toMatchObject({ seconds: 0 });
    expect(await evaluate(await open("arch,valid\n000000,50\n"), "000000")).toMatchObject({ seconds: 0 });
  });

  it("reads any space's table from Parquet, by the plugin's entry", async () => {
    const file = fileURLToPath(new URL("../tables/fixtures/zstd.parquet", import.meta.url));
    const options = (await tableEntry.options["~standard"].validate({ path: file })) as {
      value: TableOptions;
    };
    const context = { space, directory: "/" } as unknown as ObjectiveContext;
    const objective = await tableEntry.create(options.value, context);
    expect(await objective.evaluate(requestFor(space, beads("222222")))).toEqual({
      status: "ok",
      error: 9.875,
      metrics: { test: 11 },
      seconds: 2 ** 40,
    });
  });

  it.each<[string, string, OptionsInput<TableOptions>, unknown]>([
    [
      "a missing column",
      "arch,valid_acc\n000000,1\n",
      {},
      "TABLE_INVALID: expected a column 'valid' (accuracy by which the search is judged), got the columns 'arch', " +
        "'valid_acc' (…/t.csv, field 'valid') → did you mean 'valid_acc'? the option 'columns' says which column holds what",
    ],
    [
      "a missing column of architectures",
      "cell,valid\n000000,1\n",
      {},
      expect.stringContaining("expected a column 'arch' (the text of each architecture)"),
    ],
    [
      "a missing column that options name",
      "arch,valid\n000000,50\n",
      { columns: { test: "tests" } },
      expect.stringContaining("expected a column 'tests'"),
    ],
    [
      "directions of a column that is no proxy",
      "arch,valid,snip\n000000,50,1\n",
      { directions: { snap: "lower" } },
      expect.stringMatching(/expected a column 'snap' \(named by 'directions'\).*did you mean 'snip'/),
    ],
    [
      "a malformed architecture",
      "arch,valid\n000000,50\n00x000,50\n",
      {},
      "TABLE_INVALID: expected an architecture of the space 'necklaces', got '00x000': expected 6 digits 0 to 2, " +
        "got '00x000' (…/t.csv, row 3, field 'arch')",
    ],
    [
      "an architecture that comes twice",
      "arch,valid\n000000,50\n000001,51\n000000,52\n",
      {},
      "TABLE_INVALID: expected each architecture once, got '000000' in row 2 too (…/t.csv, row 4, field 'arch')",
    ],
    [
      "a cell that is no number",
      "arch,valid\n000000,50\n000001,good\n",
      {},
      "TABLE_INVALID: expected a number (accuracy by which the search is judged), got 'good' (…/t.csv, row 3, field 'valid')",
    ],
    ["no result at all", "arch,valid\n000000,\n000001,nan\n", {}, expect.stringContaining("got blanks only")],
    [
      "an accuracy above 100 %",
      "arch,valid\n000000,150\n",
      {},
      "TABLE_INVALID: expected accuracy in 0 … 100, got 150 (…/t.csv, row 2, field 'valid') → the options 'metric' " +
        "and 'scale' say what the column holds",
    ],
    [
      "fractions that pass for percent",
      "arch,valid\n000000,0.5\n000001,0.9\n",
      {},
      expect.stringMatching(/got none above 0\.9 .*scale: 'fraction'/),
    ],
    [
      "an infinite error",
      "arch,valid\n000000,inf\n",
      { metric: "error" },
      expect.stringContaining("got Infinity"),
    ],
  ])("refuses %s", async (_, content, options, expected) => {
    expect(await failure(content, options)).toEqual(expected);
  });
});

const tables =
  process.env["PROXYBO_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const nb201 = join(tables, "nb201-cifar10.csv.gz");
const present = existsSync(nb201);

describe("the table objective on the benchmark table", () => {
  it.skipIf(!present)(
    `reads all rows and proxies${present ? "" : " (skipped: no benchmark tables)"}`,
    async () => {
      const { readTable } = await import("../tables/read.ts");
      const table = await readTable(nb201, ["arch"]);
      expect(table.length).toBe(15_625);
      expect(new Set(table.texts("arch", "a test")).size).toBe(15_625);
      // Best mean test accuracy, as the notes beside the tables say.
      expect(Math.max(...table.numbers("test", "a test"))).toBeCloseTo(91.52, 2);
      expect(table.numeric).toEqual(expect.arrayContaining(["snip", "synflow", "jacob_cov"]));
    },
  );
});
