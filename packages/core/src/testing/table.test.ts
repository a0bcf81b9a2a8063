import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { necklaces } from "../../test/necklaces.ts";
import type { BenchmarkTable } from "../contracts/table.ts";
import { testTable } from "./table.ts";

const space = necklaces(3);
const named = { title: "Three beads", space: { name: space.name } };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-table-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Row = readonly [arch: string, valid: number];

function tableOf(rows: readonly Row[], name = "beads.parquet"): BenchmarkTable {
  const file = join(folder, name);
  const columnData = [
    { name: "arch", type: "STRING" as const, data: rows.map(([arch]) => arch) },
    { name: "valid", type: "DOUBLE" as const, data: rows.map(([, valid]) => valid) },
  ];
  parquetWriteFile({ filename: file, columnData, codec: "UNCOMPRESSED" });
  return { ...named, file: pathToFileURL(file) };
}

async function failures(table: BenchmarkTable): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of testTable(() => table, { space })) await run().catch(() => failed.push(name));
  return failed;
}

const text = (...beads: [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2]): string => space.format(beads);

describe("testTable", () => {
  const good: Row = [text(0, 1, 2), 70];

  it("passes a table that holds the contract", async () => {
    expect(await failures(tableOf([good, [text(0, 0, 1), 65]]))).toEqual([]);
  });

  it("tells a table of another space, in another form, without a file, or without rows", async () => {
    const names = "names itself, its space and a file that is there";
    const table = tableOf([good]);
    expect(await failures({ ...table, space: { name: "other" } })).toEqual([names]);
    const csv = join(folder, "beads.csv");
    await writeFile(csv, `arch,valid\n${good.join()}\n`);
    expect(await failures({ ...table, file: pathToFileURL(csv) })).toEqual([names]);
    expect(await failures({ ...table, file: pathToFileURL(join(folder, "absent.parquet")) })).toHaveLength(3);
    expect(await failures(tableOf([], "empty.parquet"))).toContain(names);
  });

  it("tells architectures that are none, or that count as one, and a table without errors", async () => {
    const architectures = "lists architectures of its space, none of them twice";
    expect(await failures(tableOf([["xyz", 70]]))).toContain(architectures);
    expect(await failures(tableOf([good, [text(1, 2, 0), 71]]))).toContain(architectures);
    expect(await failures(tableOf([[text(0, 1, 2), Number.NaN]]))).toEqual([
      "tells the errors of its architectures",
    ]);
  });
});
