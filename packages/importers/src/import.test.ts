import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orThrow, type SearchSpace, tableObjective } from "@proxybo/core";
import { asr } from "@proxybo/space-asr";
import { nb101 } from "@proxybo/space-nb101";
import { nb201 } from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { failureOf, fixture, temporaryFolder } from "../test/folder.ts";
import { Tuple, writePickle } from "../test/write-pickle.ts";
import { nb101Record, writeRecords } from "../test/write-records.ts";
import { importBenchmark } from "./import.ts";
import { exportTable } from "./tables/export.ts";
import { readColumns } from "./tables/read.ts";

const spaces = {
  nb101: nb101(),
  nb201: nb201(),
  asr: asr(),
} as never as Readonly<Record<string, SearchSpace>>;
const findSpace = async (name: string): Promise<SearchSpace | undefined> => spaces[name];

async function look(file: string, space: SearchSpace, text: string): Promise<unknown> {
  const objective = await tableObjective(space, { path: file });
  const architecture = orThrow(space.parse(text));
  return objective.evaluate({
    text: space.format(architecture),
    key: space.key(architecture),
    signal: new AbortController().signal,
  } as never);
}

const contents = async (file: string): Promise<Readonly<Record<string, readonly unknown[]>>> =>
  Object.fromEntries(
    (await readColumns(file)).map(({ name, values }) => [
      name,
      Array.from({ length: values.length }, (_, row) => values.at(row)),
    ]),
  );

describe("importing", () => {
  it("writes tables that the table objective reads, with where they come from", async () => {
    await using folder = await temporaryFolder();
    const results = await importBenchmark("nb201", [fixture("nats.tar")], { folder: folder.path, findSpace });
    expect(await readdir(folder.path)).toEqual(["nb201-cifar10.parquet", "nb201-cifar100.parquet"]);
    const [first] = results;
    expect(first).toMatchObject({
      name: "nb201-cifar10",
      rows: 3,
      provenance: {
        dataset: "cifar10",
        space: "nb201",
        canonical: true,
        metric: "accuracy",
        sources: [{ name: "nats.tar", bytes: 10_240, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
        date: expect.stringMatching(/^20\d\d-/),
        importer: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      },
    });
    const text = "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|";
    expect(await look(first!.file, spaces["nb201"]!, text)).toEqual({
      status: "ok",
      error: expect.closeTo(100 - 13.8325, 9),
      metrics: { test: expect.closeTo(100 - 14.8325, 9) },
      seconds: 7.5,
    });
  });

  it("reads the same table back, whether the space wrote its texts or not", async () => {
    await using folder = await temporaryFolder();
    const options = { folder: folder.path };
    const [plain] = await importBenchmark("nb201", [fixture("nats.tar")], options);
    const before = await contents(plain!.file);
    expect(plain!.provenance!.canonical).toBe(false);
    const [canonical] = await importBenchmark("nb201", [fixture("nats.tar")], { ...options, findSpace });
    expect(await contents(canonical!.file)).toEqual(before);
  });

  it("leaves nothing behind where it fails, and what was there as it was", async () => {
    await using folder = await temporaryFolder();
    const options = { folder: join(folder.path, "tables"), findSpace };
    for (const name of ["twice.tar", "bomb.pickle.pbz2"])
      await failureOf(importBenchmark("nb201", [fixture(name)], options));
    expect(await readdir(folder.path)).toEqual([]);
    const [table] = await importBenchmark("nb201", [fixture("nats.tar")], options);
    const before = await readFile(table!.file);
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    expect(
      await failureOf(
        importBenchmark("nb201", [fixture("nats-made-up")], { ...options, signal: stop.signal }),
      ),
    ).toContain("stopped");
    expect(await readFile(table!.file)).toEqual(before);
    // A place that cannot be written.
    await mkdir(join(options.folder, "x.parquet", "full"), { recursive: true });
    await writeFile(join(folder.path, "t.csv"), "arch,valid\na,1\n");
    expect(
      await failureOf(importBenchmark("table", [join(folder.path, "t.csv")], { ...options, name: "x" })),
    ).toMatch(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect((await readdir(options.folder)).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("says which rows are no architectures of the space, or come twice", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "t.csv");
    const options = { folder: folder.path, findSpace, space: "nb101" };
    await writeFile(file, "arch,valid\noutput:0,50\nx,1\n");
    expect(await failureOf(importBenchmark("table", [file], options))).toMatch(
      /^IMPORT_INVALID: .*space 'nb101', got 'x': .*row 2\)$/,
    );
    await writeFile(file, "arch,valid\nconv3x3:0|output:1,50\nconv3x3-bn-relu:0|output:1,1\n");
    expect(await failureOf(importBenchmark("table", [file], options))).toContain(
      "expected each architecture once, got 'conv3x3:0|output:1' in row 1 too",
    );
  });

  it("takes any CSV, and Parquet that it wrote itself", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "mine.csv");
    await writeFile(file, "net,valid,note,snip\noutput:0,50,x,inf\nconv3x3:0|output:1,,y,-2.5\n");
    const [table] = await importBenchmark("table", [file], {
      folder: folder.path,
      findSpace,
      space: "nb101",
      arch: "net",
      metric: "error",
    });
    expect(table!.name).toBe("mine");
    const expected = {
      arch: ["output:0", "conv3x3:0|output:1"],
      valid: [50, Number.NaN],
      snip: [Infinity, -2.5],
    };
    expect(await contents(table!.file)).toEqual(expected);
    expect(await look(table!.file, spaces["nb101"]!, "output:0")).toMatchObject({ error: 50 });
    for (const name of ["out.csv", "out.parquet"]) {
      await exportTable(table!.file, join(folder.path, name));
      const [again] = await importBenchmark("table", [join(folder.path, name)], {
        folder: folder.path,
        name: "again",
      });
      expect(await contents(again!.file)).toEqual(expected);
    }
    expect(await readFile(join(folder.path, "out.csv"), "utf8")).toBe(
      "arch,valid,snip\noutput:0,50,inf\nconv3x3:0|output:1,,-2.5\n",
    );
    expect(await failureOf(exportTable(table!.file, join(folder.path, "out.xlsx")))).toContain(
      "expected a file ending in .csv or .parquet",
    );
  });
});

describe("NAS-Bench-ASR", () => {
  const columns = {
    training: ["model_hash", "val_per", "test_per", "arch_vec"],
    static: ["model_hash", "params", "flops"],
    benchmarking: ["model_hash", "latency"],
  };
  const shape = { shape: [[6, 2]], ops: ["linear"], nodes: 3 };
  const vectors = [
    new Tuple(new Tuple(1, 0), new Tuple(0, 0, 1), new Tuple(5, 1, 1, 0)),
    new Tuple(new Tuple(0, 1), new Tuple(4, 0, 0), new Tuple(2, 0, 0, 1)),
  ];
  const hashes = ["b".repeat(32), "a".repeat(32)];
  const file = (type: keyof typeof columns, rows: readonly unknown[], more: object): Buffer =>
    Buffer.concat([
      writePickle({ dataset_type: type, version: 2, search_space: shape, columns: columns[type], ...more }),
      writePickle(rows),
    ]);

  it("gives means over seeds of the lowest validation error and of the test error", async () => {
    await using folder = await temporaryFolder();
    const training = (seed: number, epochs: number, shift: number): Buffer =>
      file(
        "training",
        vectors.map((vector, i) => [hashes[i], [0.5, 0.25 + shift, 0.3 + shift], 0.25 * (i + 1), vector]),
        { seed, epochs },
      );
    const files = {
      "nb-asr-e40-1234.pickle": training(1234, 40, 0),
      "nb-asr-e40-1235.pickle": training(1235, 40, 0.125),
      "nb-asr-e5-1234.pickle": training(1234, 5, 0.1),
      "nb-asr-info.pickle": file("static", [[hashes[0], 100, 7]], {}),
      "nb-asr-bench-gtx.pickle": file("benchmarking", [[hashes[1], [0.5]]], { device: "gtx" }),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder.path, name), bytes);
    const [table] = await importBenchmark("asr", [folder.path], { folder: folder.path, findSpace });
    expect(await contents(table!.file)).toEqual({
      arch: ["linear:1|conv7d2:00|conv5d2:001", "conv5:0|linear:01|zero:110"],
      valid: [31.25, 31.25],
      test: [50, 25],
      valid_5: [35, 35],
      test_5: [50, 25],
      params: [Number.NaN, 100],
      flops: [Number.NaN, 7],
      latency_gtx: [0.5, Number.NaN],
      hash: [hashes[1], hashes[0]],
    });
    // Errors as they are: the table says so itself.
    expect(await look(table!.file, spaces["asr"]!, "conv5:0|linear:01|zero:110")).toMatchObject({
      error: 31.25,
      metrics: { test: 25 },
    });
  });

  it.each<[string, Buffer, string]>([
    [
      "a later version",
      file("training", [], { version: 3 }),
      "expected version 1 or 2 of NAS-Bench-ASR's files, got 3",
    ],
    [
      "one pickle",
      writePickle({ dataset_type: "training" }),
      "expected two pickles, a header and a list of rows",
    ],
    [
      "three pickles",
      Buffer.concat([file("training", [], {}), writePickle(1)]),
      "expected two pickles, a header and rows, got more",
    ],
    ["another type", writePickle({ dataset_type: "x" }).subarray(0), "expected two pickles"],
    [
      "a short row",
      file("training", [["a".repeat(32), [0.5]]], { epochs: 40 }),
      "expected 4 values that start with a hash",
    ],
    [
      "a vector that is none",
      file("training", [["a".repeat(32), [0.5], 0.5, [1]]], { epochs: 40 }),
      "expected an architecture as NAS-Bench-ASR has it",
    ],
    ["other files only", file("static", [], {}), "expected a file of trainings"],
  ])("is refused for %s", async (_, bytes, message) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "x.pickle"), bytes);
    const failure = await failureOf(
      importBenchmark("asr", [join(folder.path, "x.pickle")], { folder: folder.path }),
    );
    expect(failure).toMatch(/^IMPORT_INVALID: /);
    expect(failure).toContain(message);
  });
});

describe("recorded proxies", () => {
  it("of NAS-Bench-Suite-Zero join the tables of the same tasks", async () => {
    await using folder = await temporaryFolder();
    const options = { folder: folder.path, findSpace };
    await importBenchmark("nb201", [fixture("nats.tar")], options);
    const entry = (synflow: number): object => ({
      synflow: { score: synflow, time: 1 },
      jacov: { score: -1e8, time: 1 },
      params: { score: 9 },
      id: 3,
      val_accuracy: 50,
    });
    const file = join(folder.path, "zc_nasbench201.json");
    // Operations by edge (1-2, 1-3, 1-4, 2-3, 2-4, 3-4): 0 skip, 1 none, 2 conv3x3, 3 conv1x1, 4 pool.
    const scores = {
      "(1, 1, 1, 1, 1, 1)": entry(5),
      "(0, 1, 1, 1, 1, 1)": entry(7),
      "(2, 2, 2, 2, 2, 2)": entry(1),
    };
    await writeFile(file, JSON.stringify({ cifar10: scores, "ImageNet16-120": scores }));
    const results = await importBenchmark("suite-zero", [file], options);
    expect(results.map(({ name, proxies }) => [name, proxies])).toEqual([
      ["nb201-cifar10", ["synflow", "jacob_cov"]],
    ]);
    const table = await contents(results[0]!.file);
    // The third has operations that lead nowhere: the network of the first.
    expect(table["synflow"]!.slice(0, 2)).toEqual([5, 7]);
    expect(table["jacob_cov"]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(table["params_m"]).toEqual([0.5, 1.5, 2.5]);
    expect(results[0]!.provenance!.sources.map(({ name }) => name)).toEqual([
      "nats.tar",
      "zc_nasbench201.json",
    ]);
    expect(results[0]!.provenance!.canonical).toBe(true);
  });

  it("of zero-cost-nas join by text or by hash", async () => {
    await using folder = await temporaryFolder();
    const options = { folder: folder.path, findSpace };
    await importBenchmark("nb201", [fixture("nats.tar")], options);
    const stream = (records: readonly unknown[]): Buffer => Buffer.concat(records.map(writePickle));
    const nb2 = join(folder.path, "nb2.p");
    const arch = "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|";
    await writeFile(nb2, stream([{ i: 0, arch, logmeasures: { snip: 1.5, grasp: Number.NaN }, testacc: 1 }]));
    expect(await failureOf(importBenchmark("zero-cost-nas", [nb2], options))).toMatch(
      /^USAGE: the file does not say of which data set/,
    );
    const [joined] = await importBenchmark("zero-cost-nas", [nb2], { ...options, to: "nb201-cifar100" });
    // Nothing leads to the output in any of the three: one network, one score.
    expect((await contents(joined!.file))["snip"]).toEqual([1.5, 1.5, 1.5]);
    expect((await contents(joined!.file))["grasp"]).toEqual([Number.NaN, Number.NaN, Number.NaN]);

    const hash = spaces["nb101"]!.key(orThrow(spaces["nb101"]!.parse("output:0")));
    const records = join(folder.path, "x.tfrecord");
    await writeFile(
      records,
      writeRecords([
        nb101Record({
          hash,
          epochs: 108,
          adjacency: "0100",
          operations: "input,output",
          valid: 0.5,
          test: 0.5,
          seconds: 1,
          parameters: 1,
        }),
      ]),
    );
    await importBenchmark("nb101", [records], options);
    const nb1 = join(folder.path, "nb1.p");
    await writeFile(nb1, stream([{ hash, logmeasures: { synflow: 3 } }]));
    const [second] = await importBenchmark("zero-cost-nas", [nb1], { ...options, to: "nb101" });
    expect((await contents(second!.file))["synflow"]).toEqual([3]);
    expect(
      await failureOf(importBenchmark("zero-cost-nas", [nb1], { ...options, to: "nb201-cifar10" })),
    ).toMatch(/^IMPORT_INVALID: expected scores for a table that was imported, got those of nb101/);
    expect(await failureOf(importBenchmark("zero-cost-nas", [nb1], { ...options, to: "none" }))).toMatch(
      /^TABLE_INVALID: there is no imported table 'none'/,
    );
  });

  it.each<[string, string, string]>([
    ["no JSON", "x", "got no JSON: "],
    ["deep JSON", "[".repeat(1_000_000), "JSON that is nested deeper than 64"],
    ["a list", "[]", "another structure"],
    [
      "an unknown tuple",
      '{"cifar10":{"(9,9,9,9,9,9)":{}}}',
      "an architecture '(9,9,9,9,9,9)' that is of neither",
    ],
    ["no table", '{"cifar10":{"(1,1,1,1,1,1)":{}}}', "expected scores for a table that was imported"],
  ])("of NAS-Bench-Suite-Zero are refused for %s", async (_, content, message) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "x.json");
    await writeFile(file, content);
    const failure = await failureOf(
      importBenchmark("suite-zero", [file], { folder: join(folder.path, "tables") }),
    );
    expect(failure).toMatch(/^IMPORT_INVALID: /);
    expect(failure).toContain(message);
  });
});
