import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureOf, fixture, samples, temporaryFolder } from "../../test/folder.ts";
import type { ImportedTable } from "../tables/column.ts";
import { importNats } from "./nats.ts";

const files = ["nats.tar", "nats-single.pickle.pbz2", "nb201-zip.pth", "nb201-legacy.pth"];
const load = async (name: string, isFolder = false): Promise<readonly ImportedTable[]> =>
  (await importNats(fixture(name), isFolder, {})).tables;

function contents({ columns }: ImportedTable): Readonly<Record<string, readonly unknown[]>> {
  return Object.fromEntries(
    columns.map(({ name, values }) => [
      name,
      Array.from({ length: values.length }, (_, row) => values.at(row)),
    ]),
  );
}

async function failureWith(name: string, bytes: Uint8Array): Promise<string> {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, name), bytes);
  return (await failureOf(importNats(join(folder.path, name), false, {}))).replaceAll(folder.path, "…");
}

describe("NATS-Bench and NAS-Bench-201", () => {
  it("give one table a data set, of means over seeds at the last epoch", async () => {
    const tables = await load("nats-made-up", true);
    expect(tables.map(({ name, space }) => [name, space])).toEqual([
      ["nb201-cifar10", "nb201"],
      ["nb201-cifar100", "nb201"],
    ]);
    const close = (...values: readonly number[]): unknown => values.map((value) => expect.closeTo(value, 9));
    // Split k at epoch e of architecture i is 10·i + k + seed/1000 + e; a training takes 2 s an epoch, a validation 0.5 s.
    const columns = {
      arch: expect.arrayContaining(["|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|"]),
      valid: close(3.8325, 13.8325, 23.8325),
      test: close(4.8325, 14.8325, 24.8325),
      seconds: [7.5, 7.5, 7.5],
      valid_2: close(2.111, 12.111, 22.111),
      test_2: close(3.111, 13.111, 23.111),
      seconds_2: [5, 5, 5],
      params_m: [0.5, 1.5, 2.5],
      flops_m: [7.5, 7.5, 7.5],
    };
    expect(tables.map(contents)).toEqual([columns, columns]);
  });

  it.each(files)("are the same from %s", async (name) => {
    expect((await load(name)).map(contents)).toEqual((await load("nats-made-up", true)).map(contents));
  });

  it("agree with the table of NAS-Bench-201 for the official samples", async ({ skip }) => {
    if (samples === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const { tables, sources } = await importNats(
      join(samples, "nats-official/NATS-tss-v1_0-3ffb9-simple"),
      true,
      {},
    );
    expect(tables.map(({ name }) => name)).toEqual([
      "nb201-cifar10",
      "nb201-cifar100",
      "nb201-imagenet16-120",
    ]);
    expect(sources).toMatchObject([{ name: "NATS-tss-v1_0-3ffb9-simple" }]);
    const [header, ...rows] = gunzipSync(await readFile(join(samples, "nb201-cifar10.csv.gz")))
      .toString()
      .split("\n");
    const names = header!.split(",");
    const columns = contents(tables[0]!);
    for (const [row, index] of [0, 11, 284].entries()) {
      const cells = rows[index]!.split(",");
      const expected = (name: string): string => cells[names.indexOf(name)]!;
      expect(columns["arch"]![row]).toBe(expected("arch"));
      for (const name of ["valid", "test", "valid_12", "seconds_12", "params_m", "flops_m"])
        expect(columns[name]![row], name).toBeCloseTo(Number(expected(name)), 3);
      expect(columns["seconds"]![row]).toBeCloseTo((Number(expected("seconds_12")) * 200) / 12, 1);
    }
  });

  it("reads the official samples of the size space", async ({ skip }) => {
    if (samples === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const { tables } = await importNats(join(samples, "nats-official/NATS-sss-v1_0-50262-simple"), true, {});
    expect(tables.map(({ name }) => name)).toEqual([
      "nats-sss-cifar10",
      "nats-sss-cifar100",
      "nats-sss-imagenet16-120",
    ]);
    expect(contents(tables[0]!)["arch"]).toEqual(["8:8:8:8:8", "8:8:8:16:32", "8:8:40:32:40"]);
    expect(Object.keys(contents(tables[0]!))).toEqual(
      expect.arrayContaining(["valid", "valid_12", "valid_1"]),
    );
  });

  it.each<[string, string, string]>([
    [
      "a path that leads out of the archive",
      "traversal.tar",
      "expected paths within the archive, got 'a/../../000000.pickle.pbz2'",
    ],
    ["an absolute path", "absolute.tar", "expected paths within the archive, got '/000000.pickle.pbz2'"],
    ["a name that does not end", "endless-name.tar", "expected a tar archive, got "],
    [
      "a member that does not end",
      "endless.tar",
      "expected files of at most 16777216 bytes, got '000000.pickle.pbz2' of 8589934592",
    ],
    ["a link", "link.tar", "expected plain files in the archive, got '000000.pickle.pbz2', a symlink"],
    [
      "an architecture that comes twice",
      "twice.tar",
      "architecture 0: expected its trainings of 2 epochs once, got them again",
    ],
    ["a bomb", "bomb.pickle.pbz2", "IMPORT_INVALID"],
    ["tensors", "tensor.pth", "the name 'torch._utils._rebuild_tensor_v2', which is not allowed,"],
  ])("are refused for %s", async (_, name, message) => {
    const started = performance.now();
    const failure = await failureOf(load(name));
    expect(failure).toMatch(/^IMPORT_INVALID: /);
    expect(failure).toContain(message);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("are refused for a bomb in an archive, and for a file that says nothing", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "000000.pickle.pbz2"), await readFile(fixture("bomb.pickle.pbz2")));
    expect(await failureOf(importNats(folder.path, true, {}))).toMatch(
      /83 bytes that expand to more than 1048576/,
    );
    expect(await failureWith("x.zip", Buffer.from("x"))).toContain(
      "expected a .tar, .pickle.pbz2 or .pth file, or a folder",
    );
    expect(await failureWith("x.tar", Buffer.alloc(1024))).toContain("a file without members");
    expect(await failureWith("x.tar", Buffer.alloc(0))).toContain("got an empty one");
    expect(await failureOf(importNats(join(folder.path, "none.tar"), false, {}))).toContain("ENOENT");
  });

  it.each(files)("are refused where %s is cut short", async (name) => {
    const whole = await readFile(fixture(name));
    for (const share of [0.2, 0.5, 0.9]) {
      const cut = whole.subarray(0, Math.floor(share * 0.6 * whole.length));
      expect(await failureWith(name, cut), `${share}`).toMatch(/^IMPORT_INVALID: /);
    }
  });

  it("are refused where a path in the .pth leads out of it", async () => {
    const bytes = Buffer.from(
      (await readFile(fixture("nb201-zip.pth")))
        .toString("latin1")
        .replaceAll("nb201-zip/", "../../x-zip/".slice(0, 10)),
      "latin1",
    );
    expect(await failureWith("x.pth", bytes)).toMatch(/^IMPORT_INVALID: .*(relative|invalid)/);
  });

  it("fail in that one way only, whatever is changed in the files", async () => {
    const wholes = await Promise.all(
      files.map(async (name) => [name, await readFile(fixture(name))] as const),
    );
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...wholes), changes, async ([name, whole], edits) => {
        const changed = Buffer.from(whole);
        for (const [at, value] of edits) changed[at % changed.length] = value;
        expect(await failureWith(name, changed)).toMatch(/^(IMPORT_INVALID|nothing failed)/);
      }),
      { numRuns: 150 },
    );
  });
});
