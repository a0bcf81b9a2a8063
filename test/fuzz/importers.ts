import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { orThrow, type SearchSpace } from "@proxybo/core";
import {
  importBenchmark,
  type ImportKind,
  readPickle,
  readPickles,
} from "../../packages/importers/src/index.ts";
import { asr } from "@proxybo/space-asr";
import { nb101 } from "@proxybo/space-nb101";
import { nb201 } from "@proxybo/space-nb201";
import fc from "fast-check";
import { fixture } from "../../packages/importers/test/folder.ts";
import { Tuple, writePickle } from "../../packages/importers/test/write-pickle.ts";
import { nb101Record, writeRecords } from "../../packages/importers/test/write-records.ts";
import { mutatedBytes } from "./mutate.ts";
import { refusable, type Target, target } from "./target.ts";

const spaces = { nb101: nb101(), nb201: nb201(), asr: asr() } as never as Readonly<
  Record<string, SearchSpace>
>;
const findSpace = async (name: string): Promise<SearchSpace | undefined> => spaces[name];
const cell = "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|";

/** Files of a kind, through all that an import does with them. */
function files(
  name: string,
  kind: ImportKind,
  ending: string,
  cases: number,
  given: () => Promise<fc.Arbitrary<Buffer>>,
  to?: string,
): Target {
  return target<Buffer>({
    name,
    cases,
    given: async (folder) => {
      if (kind === "suite-zero" || kind === "zero-cost-nas")
        await importBenchmark("nb201", [fixture("nats.tar")], { folder: join(folder, "tables"), findSpace });
      return given();
    },
    takes: async (bytes, folder) => {
      const file = join(folder, `given${ending}`);
      await writeFile(file, bytes);
      const options = { folder: join(folder, "tables"), findSpace, to };
      return (await refusable(() => importBenchmark(kind, [file], options))) !== undefined;
    },
  });
}

const fixtures = async (...names: readonly string[]): Promise<fc.Arbitrary<Buffer>> =>
  mutatedBytes(await Promise.all(names.map((name) => readFile(fixture(name)))));

const record = {
  hash: spaces["nb101"]!.key(orThrow(spaces["nb101"]!.parse("output:0"))),
  epochs: 108,
  adjacency: "0100",
  operations: "input,output",
  valid: 0.5,
  test: 0.5,
  seconds: 1,
  parameters: 1,
};

const training = Buffer.concat([
  writePickle({
    dataset_type: "training",
    version: 2,
    search_space: { shape: [[6, 2]], ops: ["linear"], nodes: 3 },
    columns: ["model_hash", "val_per", "test_per", "arch_vec"],
    seed: 1,
    epochs: 40,
  }),
  writePickle([
    [
      "b".repeat(32),
      [0.5, 0.25],
      0.25,
      new Tuple(new Tuple(1, 0), new Tuple(0, 0, 1), new Tuple(5, 1, 1, 0)),
    ],
  ]),
]);

const scores = (synflow: number): object => ({ synflow: { score: synflow, time: 1 }, id: 3 });
const suiteZero = JSON.stringify({
  cifar10: { "(1, 1, 1, 1, 1, 1)": scores(5), "(0, 1, 1, 1, 1, 1)": scores(7) },
});

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 11) yield bytes.subarray(at, at + 11);
}

export const importerTargets: readonly Target[] = [
  target<Buffer>({
    name: "pickles",
    cases: 30_000,
    given: async () => {
      const { pickles, hostile } = JSON.parse(await readFile(fixture("pickles.json"), "utf8")) as {
        readonly pickles: Readonly<Record<string, Readonly<Record<string, string>>>>;
        readonly hostile: Readonly<Record<string, string>>;
      };
      const all = [...Object.values(pickles), hostile].flatMap((each) => Object.values(each));
      return fc.oneof(
        { weight: 9, arbitrary: mutatedBytes(all.map((base64) => Buffer.from(base64, "base64"))) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
      );
    },
    takes: async (bytes) => {
      const whole = await refusable(() => [readPickle(bytes, { file: "x.pickle" })]);
      await refusable(async () => {
        for await (const _ of readPickles(pieces(bytes), { file: "x.pickle" }));
      });
      return whole !== undefined;
    },
  }),
  files("NATS-Bench archives (tar)", "nb201", ".tar", 600, () =>
    fixtures(
      "nats.tar",
      "twice.tar",
      "link.tar",
      "absolute.tar",
      "traversal.tar",
      "endless.tar",
      "endless-name.tar",
    ),
  ),
  files("NATS-Bench files (bzip2)", "nb201", ".pickle.pbz2", 200, () =>
    fixtures("nats-single.pickle.pbz2", "bomb.pickle.pbz2", "nats-made-up/000000.pickle.pbz2"),
  ),
  files("NAS-Bench-201 files (.pth)", "nb201", ".pth", 1000, () =>
    fixtures("nb201-legacy.pth", "nb201-zip.pth", "tensor.pth"),
  ),
  files("NAS-Bench-101 records (TFRecord)", "nb101", ".tfrecord", 800, async () =>
    mutatedBytes([writeRecords([nb101Record(record)])]),
  ),
  files("NAS-Bench-101 records that fit their sums", "nb101", ".tfrecord", 800, async () =>
    mutatedBytes([Buffer.from(nb101Record(record))]).map((bytes) =>
      writeRecords([bytes, nb101Record(record)]),
    ),
  ),
  files("NAS-Bench-ASR pickles", "asr", ".pickle", 1000, async () => mutatedBytes([training])),
  files(
    "zero-cost-nas pickles",
    "zero-cost-nas",
    ".p",
    600,
    async () => mutatedBytes([writePickle({ i: 0, arch: cell, logmeasures: { snip: 1.5, grasp: 2 } })]),
    "nb201-cifar10",
  ),
  files("NAS-Bench-Suite-Zero scores", "suite-zero", ".json", 600, async () =>
    mutatedBytes([Buffer.from(suiteZero)]),
  ),
];
