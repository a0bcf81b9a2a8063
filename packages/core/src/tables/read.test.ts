import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTable } from "./read.ts";
import type { Table } from "./table.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-table-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content: string | Uint8Array): Promise<Table> {
  const file = join(folder, name);
  await writeFile(file, content);
  return readTable(file, ["arch"]);
}

async function failure(name: string, content: string | Uint8Array): Promise<string> {
  return read(name, content).then(
    () => "read",
    ({ code, message }) => `${code}: ${message.replaceAll(folder, "…")}`,
  );
}

const numbers = (table: Table, column: string): number[] => [...table.numbers(column, "a test")];

describe("reading CSV", () => {
  it("gives columns of texts and numbers, plain or gzipped", async () => {
    const content = "arch,valid,note\r\na,1.5,x\r\nb,2e3,y\r\n";
    for (const [name, bytes] of [
      ["t.csv", content],
      ["t.csv.gz", gzipSync(content)],
      ["T.CSV.GZ", gzipSync(`\uFEFF${content.trimEnd()}`)],
    ] as const) {
      const table = await read(name, bytes);
      expect(table.columns).toEqual(["arch", "valid", "note"]);
      expect(table.texts("arch", "a test")).toEqual(["a", "b"]);
      expect(numbers(table, "valid")).toEqual([1.5, 2000]);
      expect(table.numeric).toEqual(["valid"]);
    }
  });

  it("reads blanks and words for missing as NaN, and infinities in every spelling", async () => {
    const cells = [
      "",
      " ",
      "NaN",
      "nan",
      "NA",
      "None",
      "null",
      "inf",
      "-inf",
      "+Infinity",
      "-INF",
      " 7 ",
      "-1e-400",
    ];
    const table = await read("t.csv", `arch,v\n${cells.map((cell, i) => `a${i},${cell}`).join("\n")}\n`);
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    expect(numbers(table, "v")).toEqual([nan, nan, nan, nan, nan, nan, nan, inf, -inf, inf, -inf, 7, -0]);
  });

  it("reads quoted cells with commas, quotes and line ends, and numbers rows past blank lines", async () => {
    const table = await read("t.csv", 'arch,v\n"a,""b""\nc",1\n\n\nd,2\n\n');
    expect(table.texts("arch", "a test")).toEqual(['a,"b"\nc', "d"]);
    expect([0, 1].map((row) => table.rowNumber(row))).toEqual([2, 5]);
  });

  it("gives any texts and numbers back, whatever the length of the file", async () => {
    const row = fc.tuple(fc.string({ minLength: 1, maxLength: 3000 }), fc.double());
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 400 }), async (rows) => {
        const quoted = rows.map(
          ([arch, v]) => `"${arch.replaceAll('"', '""')}",${Object.is(v, -0) ? "-0" : v}`,
        );
        const table = await read("t.csv", ["arch,v", ...quoted].join("\n"));
        expect(table.texts("arch", "a test")).toEqual(rows.map(([arch]) => arch));
        expect(numbers(table, "v")).toEqual(rows.map(([, v]) => v));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ["empty.csv", "", "TABLE_INVALID: expected a header and rows, got an empty file (…/empty.csv)"],
    ["blank.csv", "\n \n", "TABLE_INVALID: expected a header and rows, got an empty file (…/blank.csv)"],
    [
      "header.csv",
      "arch,v\n",
      "TABLE_INVALID: expected at least one row below the header, got none (…/header.csv)",
    ],
    [
      "ragged.csv",
      "arch,v\na,1\nb,1,2\n",
      "TABLE_INVALID: expected 2 cells as in the header, got 3 (…/ragged.csv, row 3)",
    ],
    [
      "twice.csv",
      "arch,v,v\na,1,1\n",
      "TABLE_INVALID: expected each column once, got 'v' twice (…/twice.csv, field 'v')",
    ],
    [
      "quote.csv",
      'arch,v\n"a,1\n',
      "TABLE_INVALID: expected CSV, got: Quoted field unterminated (…/quote.csv, row 2)",
    ],
    ["t.xlsx", "x", "TABLE_INVALID: expected a file ending in .csv, .csv.gz or .parquet (…/t.xlsx)"],
    [
      "plain.csv.gz",
      "arch,v\na,1\n",
      "TABLE_INVALID: expected gzip data, got: incorrect header check (…/plain.csv.gz)",
    ],
    [
      "cut.csv.gz",
      gzipSync("arch,v\na,1\n").subarray(0, 12),
      "TABLE_INVALID: expected gzip data, got: unexpected end of file (…/cut.csv.gz)",
    ],
    [
      "text.parquet",
      "arch,v\na,1\n",
      expect.stringMatching(/^TABLE_INVALID: expected a Parquet file, got one that cannot be read: /),
    ],
  ])("refuses %s", async (name, content, expected) => {
    expect(await failure(name, content)).toEqual(expected);
  });

  it("refuses a file that is not there", async () => {
    await expect(readTable(join(folder, "none.csv"), [])).rejects.toMatchObject({
      code: "TABLE_INVALID",
      message: expect.stringContaining("expected a readable file, got: ENOENT"),
    });
  });

  it("says which cell is no number, and which column is meant, when the column is needed", async () => {
    const table = await read("t.csv", "arch,valid_12,v\na,1,\nb,x1,\n");
    expect(() => table.numbers("valid_12", "accuracy")).toThrow(
      `expected a number (accuracy), got 'x1' (${join(folder, "t.csv")}, row 3, field 'valid_12')`,
    );
    let thrown: unknown;
    try {
      table.numbers("valid", "accuracy");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: "TABLE_INVALID",
      message: `expected a column 'valid' (accuracy), got the columns 'arch', 'valid_12', 'v' (${join(folder, "t.csv")}, field 'valid')`,
      hint: "did you mean 'valid_12'? the option 'columns' says which column holds what",
    });
  });
});

describe("reading Parquet as pyarrow writes it", () => {
  it.each(["none", "snappy", "gzip", "zstd", "brotli"])("reads the codec %s", async (codec) => {
    const file = fileURLToPath(new URL(`fixtures/${codec}.parquet`, import.meta.url));
    const table = await readTable(file, ["arch"]);
    expect(table.texts("arch", "a test")).toEqual(["000000", "000001", "000002", "222222"]);
    expect(numbers(table, "valid")).toEqual([50.5, 61.25, Number.NaN, 90.125]);
    expect(numbers(table, "test")).toEqual([49.5, 60, 70, 89]);
    expect(numbers(table, "seconds")).toEqual([10, 20, 30, 2 ** 40]);
    expect(numbers(table, "count")).toEqual([6, 5, 5, Number.NaN]);
    expect(numbers(table, "synflow")).toEqual([1e36, -Infinity, Number.NaN, 2.5]);
    expect(table.numeric).not.toContain("note");
    expect(table.rowNumber(0)).toBe(1);
  });
});
