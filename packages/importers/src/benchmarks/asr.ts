import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ImportWatch } from "../files/progress.ts";
import { Source, type SourceRecord } from "../files/source.ts";
import { importInvalid } from "../invalid.ts";
import { readPickles } from "../pickle/read.ts";
import { shown } from "../pickle/shown.ts";
import { PickleDict, type PickleValue } from "../pickle/values.ts";
import { type Column, number, text } from "../tables/column.ts";
import { asrText } from "./asr-text.ts";
import type { Imported } from "./nats.ts";

/** One file: what it says of itself, and its rows by hash. */
interface AsrFile {
  readonly file: string;
  readonly type: "training" | "benchmarking" | "static";
  readonly columns: readonly string[];
  readonly epochs: number;
  readonly device: string;
  readonly rows: ReadonlyMap<string, readonly PickleValue[]>;
}

/** Official files are below 10 MB. */
const mostBytes = 1 << 28;
const mostRows = 100_000;

/**
 * Reads NAS-Bench-ASR's pickles (release 1.1.0), any number of them, or a folder: `nb-asr-e40-*.pickle` gives `valid` and
 * `test`, phoneme error rates in percent; fewer epochs give `valid_10` and so on; others give parameters, operations and
 * latencies. `valid` is the lowest of all epochs, as the benchmark's own `val_acc` says by default; means over seeds.
 *
 * Source: Mehrotra et al., NAS-Bench-ASR (ICLR 2021).
 */
export async function importAsr(
  paths: readonly string[],
  isFolder: boolean,
  watch: ImportWatch,
): Promise<Imported> {
  const names = isFolder
    ? (await readdir(paths[0]!))
        .filter((name) => /^nb-asr-.*\.pickle$/.test(name))
        .toSorted()
        .map((name) => join(paths[0]!, name))
    : paths;
  if (names.length === 0)
    throw importInvalid("expected files such as nb-asr-e40-1234.pickle in the folder, got none", {
      file: paths[0]!,
    });
  const files: AsrFile[] = [];
  const sources: SourceRecord[] = [];
  for (const [i, name] of names.entries()) {
    const source = await Source.open(name, { signal: watch.signal });
    if (source.bytes > mostBytes)
      throw importInvalid(`expected at most ${mostBytes} bytes, got ${source.bytes}`, { file: name });
    files.push(await readAsr(source));
    sources.push(await source.record());
    watch.progress?.({ phase: "reading", done: i + 1, total: names.length });
  }
  const trainings = files.filter(({ type }) => type === "training");
  if (trainings.length === 0)
    throw importInvalid("expected a file of trainings, e.g. nb-asr-e40-1234.pickle, got others only", {
      file: names[0]!,
    });
  return {
    sources,
    tables: [
      {
        name: "asr",
        benchmark: "NAS-Bench-ASR",
        dataset: "timit",
        space: "asr",
        metric: "error",
        columns: columnsOf(files, trainings),
      },
    ],
  };
}

async function readAsr(source: Source): Promise<AsrFile> {
  const { file } = source;
  const wrong = (message: string): Error => importInvalid(message, { file });
  const values: PickleValue[] = [];
  for await (const value of readPickles(source.chunks(), { file })) {
    values.push(value);
    if (values.length > 2) throw wrong("expected two pickles, a header and rows, got more");
  }
  const [header, rows] = values;
  if (!(header instanceof PickleDict) || !Array.isArray(rows))
    throw wrong("expected two pickles, a header and a list of rows, got another structure");
  const type = header.get("dataset_type");
  if (type !== "training" && type !== "benchmarking" && type !== "static")
    throw wrong(`expected dataset_type training, benchmarking or static, got ${shown(type)}`);
  const version = header.get("version");
  if (version !== 1 && version !== 2)
    throw wrong(`expected version 1 or 2 of NAS-Bench-ASR's files, got ${shown(version)}`);
  const columns = header.get("columns");
  if (!isTexts(columns)) throw wrong("expected the names of the columns, got none");
  const needed = {
    training: ["model_hash", "val_per", "test_per"],
    benchmarking: ["model_hash", "latency"],
    static: ["model_hash", "params"],
  }[type];
  if (needed.some((name, i) => columns[i] !== name))
    throw wrong(
      `expected the columns ${needed.join(", ")} first, got ${columns.slice(0, needed.length).join(", ")}`,
    );
  if (type === "training" && !columns.includes("arch_vec"))
    throw wrong("expected a column arch_vec, got none");
  if (rows.length > mostRows) throw wrong(`expected at most ${mostRows} rows, got ${rows.length}`);
  const byHash = new Map<string, readonly PickleValue[]>();
  for (const [i, row] of (rows as readonly PickleValue[]).entries()) {
    const [hash] = Array.isArray(row) ? (row as readonly PickleValue[]) : [];
    if (
      !Array.isArray(row) ||
      row.length !== columns.length ||
      typeof hash !== "string" ||
      !/^[0-9a-f]{32}$/.test(hash)
    )
      throw importInvalid(`expected ${columns.length} values that start with a hash, got another structure`, {
        file,
        row: i + 1,
      });
    if (byHash.has(hash))
      throw importInvalid(`expected each hash once, got ${hash} again`, { file, row: i + 1 });
    byHash.set(hash, row as readonly PickleValue[]);
  }
  const epochs = header.get("epochs");
  const device = header.get("device");
  return {
    file,
    type,
    columns,
    rows: byHash,
    epochs: typeof epochs === "number" ? epochs : 0,
    device: typeof device === "string" ? device : "",
  };
}

function columnsOf(files: readonly AsrFile[], trainings: readonly AsrFile[]): readonly Column[] {
  const archs = new Map<string, string>();
  for (const { file, columns, rows } of trainings)
    for (const [hash, row] of rows) {
      if (archs.has(hash)) continue;
      const arch = asrText(row[columns.indexOf("arch_vec")]);
      if (arch === undefined)
        throw importInvalid(
          `expected an architecture as NAS-Bench-ASR has it for ${hash}, got another structure`,
          { file },
        );
      archs.set(hash, arch);
    }
  const hashes = [...archs.keys()].toSorted();
  const mean = (from: readonly AsrFile[], value: (row: readonly PickleValue[]) => number): Float64Array =>
    Float64Array.from(hashes, (hash) => {
      const known = from.map(({ rows }) => rows.get(hash)).filter((row) => row !== undefined);
      return known.reduce((sum, row) => sum + value(row), 0) / known.length;
    });
  const budgets = [...new Set(trainings.map(({ epochs }) => epochs))].toSorted((a, b) => b - a);
  const devices = [
    ...new Set(files.filter(({ type }) => type === "benchmarking").map(({ device }) => device)),
  ];
  const statics = files.filter(({ type }) => type === "static");
  return [
    text(
      "arch",
      hashes.map((hash) => archs.get(hash)!),
    ),
    ...budgets.flatMap((epochs, i) => {
      const own = trainings.filter((one) => one.epochs === epochs);
      const suffix = i === 0 ? "" : `_${epochs}`;
      return [
        number(
          `valid${suffix}`,
          mean(own, (row) => 100 * lowest(row[1])),
        ),
        number(
          `test${suffix}`,
          mean(own, (row) => 100 * numeric(row[2])),
        ),
      ];
    }),
    ...(statics.length === 0
      ? []
      : [
          number(
            "params",
            mean(statics, (row) => numeric(row[1])),
          ),
        ]),
    ...(statics.some(({ columns }) => columns[2] === "flops")
      ? [
          number(
            "flops",
            mean(
              statics.filter(({ columns }) => columns[2] === "flops"),
              (row) => numeric(row[2]),
            ),
          ),
        ]
      : []),
    ...devices.map((device) =>
      number(
        `latency_${device}`,
        mean(
          files.filter((one) => one.type === "benchmarking" && one.device === device),
          (row) => latency(row[1]),
        ),
      ),
    ),
    text("hash", hashes),
  ];
}

function lowest(epochs: PickleValue | undefined): number {
  const values = Array.isArray(epochs)
    ? (epochs as readonly PickleValue[]).map(numeric).filter((value) => !Number.isNaN(value))
    : [];
  return values.length === 0 ? Number.NaN : Math.min(...values.slice(0, 10_000));
}

function latency(value: PickleValue | undefined): number {
  return Array.isArray(value) ? numeric((value as readonly PickleValue[])[0]) : numeric(value);
}

function numeric(value: PickleValue | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}

function isTexts(value: PickleValue | undefined): value is readonly string[] {
  return Array.isArray(value) && (value as readonly PickleValue[]).every((item) => typeof item === "string");
}
