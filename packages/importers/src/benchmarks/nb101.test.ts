import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orThrow } from "@proxybo/core";
import { nb101 } from "@proxybo/space-nb101";
import { describe, expect, it } from "vitest";
import { failureOf, samples, temporaryFolder } from "../../test/folder.ts";
import { type MadeUpTraining, nb101Record, writeRecords } from "../../test/write-records.ts";
import { Source } from "../files/source.ts";
import type { Column, ImportedTable } from "../tables/column.ts";
import { importNb101 } from "./nb101.ts";

const space = nb101();
const chain = { adjacency: "010001000", operations: "input,maxpool3x3,output" };
const direct = { adjacency: "0100", operations: "input,output" };
const hashOf = (text: string): string => space.key(orThrow(space.parse(text)));

const training = (more: Partial<MadeUpTraining> = {}): MadeUpTraining => ({
  ...chain,
  hash: hashOf("maxpool3x3:0|output:1"),
  epochs: 108,
  valid: 0.5,
  test: 0.25,
  seconds: 100,
  parameters: 1000,
  ...more,
});

async function importBytes(bytes: Uint8Array): Promise<ImportedTable> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "x.tfrecord");
  await writeFile(file, bytes);
  // Read before the folder goes.
  return await importNb101(await Source.open(file));
}

function contents({
  columns,
}: {
  readonly columns: readonly Column[];
}): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    columns.map(({ name, values }) => [
      name,
      Array.from({ length: values.length }, (_, row) => values.at(row)),
    ]),
  );
}

describe("NAS-Bench-101's record files", () => {
  it("give means over the trainings of each architecture and budget, in percent", async () => {
    const table = await importBytes(
      writeRecords([
        nb101Record(training()),
        nb101Record(training({ valid: 0.7, test: 0.35, seconds: 300 })),
        nb101Record(
          training({
            ...direct,
            hash: hashOf("output:0"),
            epochs: 4,
            valid: 0.25,
            test: 0,
            seconds: 8,
            parameters: 7,
          }),
        ),
        nb101Record(training({ ...direct, hash: hashOf("output:0"), valid: 0.75 })),
      ]),
    );
    expect(table).toMatchObject({ name: "nb101", space: "nb101", metric: "accuracy" });
    const close = (values: readonly number[]): unknown => values.map((value) => expect.closeTo(value, 10));
    expect(contents(table)).toEqual({
      arch: ["maxpool3x3:0|output:1", "output:0"],
      valid: close([60, 75]),
      test: close([30, 25]),
      seconds: close([200, 100]),
      valid_4: [Number.NaN, expect.closeTo(25, 10)],
      test_4: [Number.NaN, 0],
      seconds_4: [Number.NaN, 8],
      params: [1000, 7],
      hash: [hashOf("maxpool3x3:0|output:1"), hashOf("output:0")],
    });
  });

  it.each<[string, string | Uint8Array, string]>([
    ["no JSON", "{", "record 1 at byte 0: expected JSON as NAS-Bench-101 keeps it, got: "],
    ["deep JSON", "[".repeat(100_000), "record 1 at byte 0: "],
    ["another JSON", "{}", "expected [hash, epochs, adjacency, operations, metrics], got another structure"],
    [
      "a number of epochs that the benchmark has not",
      nb101Record(training({ epochs: 5 })),
      "expected 4, 12, 36, 108 epochs, got 5",
    ],
    [
      "a hash that is none",
      nb101Record(training({ hash: "x" })),
      'expected a hash of 32 hexadecimal digits, got "x"',
    ],
    [
      "a lower-triangular matrix",
      nb101Record(training({ adjacency: "000100010" })),
      "expected an upper-triangular adjacency and its operations",
    ],
    [
      "an unknown operation",
      nb101Record(training({ operations: "input,conv9x9,output" })),
      "expected an upper-triangular adjacency and its operations",
    ],
    ["an accuracy beyond 1", nb101Record(training({ valid: 1.5 })), "valid accuracy 1.5, expected 0 … 1"],
    [
      "metrics that are cut",
      nb101Record(training()).replace(/.{40}"\]$/, '"]'),
      "expected metrics as NAS-Bench-101 keeps them, got: ",
    ],
    [
      "no metrics",
      JSON.stringify([training().hash, 108, "0100", "input,output", ""]),
      "got: no evaluation_data",
    ],
  ])("are refused for %s", async (_, record, message) => {
    const failure = await failureOf(importBytes(writeRecords([record])));
    expect(failure).toMatch(/^IMPORT_INVALID: .*x\.tfrecord\)$/);
    expect(failure).toContain(message);
  });

  it("are refused where one hash has two architectures", async () => {
    const failure = await failureOf(
      importBytes(writeRecords([nb101Record(training()), nb101Record(training(direct))])),
    );
    expect(failure).toContain("expected the same architecture for the hash");
  });

  it("read the official sample: hashes are those of the space, texts are the space's own", async ({
    skip,
  }) => {
    if (samples === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const bytes = await readFile(join(samples, "nb101-container-sample.tfrecord"));
    const table = contents(await importBytes(bytes));
    expect(table["arch"]).toHaveLength(7);
    for (const [row, text] of (table["arch"] as string[]).entries()) {
      const cell = orThrow(space.parse(text));
      expect([space.format(cell), space.key(cell)]).toEqual([text, table["hash"]![row]]);
      for (const name of ["valid", "test", "valid_36", "test_4"]) {
        expect(table[name]![row]).toBeGreaterThan(10);
        expect(table[name]![row]).toBeLessThan(100);
      }
    }
    await expect(importBytes(bytes.subarray(0, -1))).rejects.toThrow("the file ends within record 84");
  });
});
