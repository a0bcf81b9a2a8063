import { importInvalid } from "../invalid.ts";
import type { DictObserver } from "../pickle/machine.ts";
import { shown } from "../pickle/shown.ts";
import { PickleDict } from "../pickle/values.ts";
import { type Column, type ImportedTable, number, text } from "../tables/column.ts";
import { isRun, natsDatasets, type NatsRun, readRun } from "./nats-run.ts";

/** Sums over the trainings of one architecture on one data set with one number of epochs. */
interface Sums {
  valid: number;
  validCount: number;
  test: number;
  testCount: number;
  seconds: number;
  count: number;
}

const mostArchitectures = 100_000;

/** Gathers the trainings of architectures as they are read, and makes tables of them. */
export class NatsRows {
  readonly #file: string;
  readonly #runs = new WeakMap<PickleDict, NatsRun>();
  readonly #archs = new Map<number, string>();
  /** By data set, then epochs, then index of the architecture. */
  readonly #sums = new Map<string, Map<number, Map<number, Sums>>>();
  readonly #sizes = new Map<string, Map<number, readonly [number, number]>>();
  readonly #seen = new Set<string>();
  #expected: readonly unknown[] | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get architectures(): number {
    return this.#archs.size;
  }

  /** Takes trainings, and then architectures with their trainings, as soon as they are complete. */
  readonly observe: DictObserver = (dict) => {
    if (isRun(dict)) {
      const run = readRun(dict);
      if (typeof run === "string") throw importInvalid(run, { file: this.#file });
      this.#runs.set(dict, run);
      dict.clear();
      return true;
    }
    if (!dict.has("all_results") || !dict.has("arch_str") || !dict.has("arch_index")) return false;
    this.#take(dict);
    dict.clear();
    return true;
  };

  #take(dict: PickleDict): void {
    const index = dict.get("arch_index");
    const arch = dict.get("arch_str");
    const results = dict.get("all_results");
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= mostArchitectures)
      throw this.#wrong(`expected an index of an architecture, got ${shown(index)}`);
    if (typeof arch !== "string" || arch.length > 500 || !(results instanceof PickleDict))
      throw this.#wrong(`architecture ${index}: expected its text and results`);
    const known = this.#archs.get(index);
    if (known !== undefined && known !== arch)
      throw this.#wrong(`architecture ${index}: expected '${known}' as before, got '${arch}'`);
    this.#archs.set(index, arch);
    const epochs = new Set<number>();
    for (const result of results.values()) {
      const run = result instanceof PickleDict ? this.#runs.get(result) : undefined;
      if (run === undefined)
        throw this.#wrong(`architecture ${index}: expected trainings, got another structure`);
      epochs.add(run.epochs);
      this.#add(index, run);
    }
    for (const each of epochs) {
      if (this.#seen.has(`${index}:${each}`))
        throw this.#wrong(
          `architecture ${index}: expected its trainings of ${each} epochs once, got them again`,
        );
      this.#seen.add(`${index}:${each}`);
    }
  }

  #add(index: number, run: NatsRun): void {
    if (natsDatasets[run.dataset] === undefined) return;
    const rows = entry(
      entry(this.#sums, run.dataset, () => new Map<number, Map<number, Sums>>()),
      run.epochs,
      () => new Map<number, Sums>(),
    );
    const sums = entry(rows, index, () => ({
      valid: 0,
      validCount: 0,
      test: 0,
      testCount: 0,
      seconds: 0,
      count: 0,
    }));
    if (!Number.isNaN(run.valid)) {
      sums.valid += run.valid;
      sums.validCount += 1;
    }
    if (!Number.isNaN(run.test)) {
      sums.test += run.test;
      sums.testCount += 1;
    }
    sums.seconds += run.seconds;
    sums.count += 1;
    entry(this.#sizes, run.dataset, () => new Map()).set(index, [run.parameters, run.flops]);
  }

  /** Says which architectures the benchmark has, by index: those that were read must be these. */
  expect(archs: readonly unknown[]): void {
    this.#expected = archs;
  }

  /** One table a data set, rows in order of the benchmark's indices. */
  tables(): readonly ImportedTable[] {
    const indices = [...this.#archs.keys()].toSorted((a, b) => a - b);
    if (indices.length === 0) throw this.#wrong("expected architectures with their trainings, got none");
    const archs = indices.map((index) => this.#archs.get(index)!);
    for (const [i, index] of indices.entries())
      if (this.#expected !== undefined && this.#expected[index] !== archs[i])
        throw this.#wrong(
          `architecture ${index}: expected '${String(this.#expected[index])}' as meta_archs has it, got '${archs[i]}'`,
        );
    const topology = archs[0]!.startsWith("|");
    return [...this.#sums].map(([recorded, budgets]) => {
      const dataset = natsDatasets[recorded]!.name;
      const longestFirst = [...budgets].toSorted(([a], [b]) => b - a);
      const sizes = this.#sizes.get(recorded)!;
      const size = (part: 0 | 1) =>
        Float64Array.from(indices, (index) => sizes.get(index)?.[part] ?? Number.NaN);
      return {
        name: `${topology ? "nb201" : "nats-sss"}-${dataset}`,
        benchmark: topology ? "NAS-Bench-201 / NATS-Bench topology" : "NATS-Bench size",
        dataset,
        space: topology ? "nb201" : "",
        metric: "accuracy" as const,
        columns: [
          text("arch", archs),
          ...longestFirst.flatMap(([epochs, rows], i) => means(indices, rows, i === 0 ? "" : `_${epochs}`)),
          number("params_m", size(0)),
          number("flops_m", size(1)),
        ],
      };
    });
  }

  #wrong(message: string): Error {
    return importInvalid(message, { file: this.#file });
  }
}

function means(
  indices: readonly number[],
  rows: ReadonlyMap<number, Sums>,
  suffix: string,
): readonly Column[] {
  const column = (name: string, value: (sums: Sums) => number): Column =>
    number(
      name + suffix,
      Float64Array.from(indices, (index) => {
        const sums = rows.get(index);
        return sums === undefined ? Number.NaN : value(sums);
      }),
    );
  // Nothing over nothing is NaN: blank.
  return [
    column("valid", ({ valid, validCount }) => valid / validCount),
    column("test", ({ test, testCount }) => test / testCount),
    column("seconds", ({ seconds, count }) => seconds / count),
  ];
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
