import type { TaskConfig } from "./schema.ts";

/** A benchmark that presets ask for by name: found by its file in the folders of the data. */
export interface KnownTask extends Omit<TaskConfig, "table"> {
  readonly title: string;
  readonly space: string;
  /** File names that hold it, the best first, each with the other options of the objective `table`. */
  readonly tables: readonly { readonly file: string; readonly options?: Readonly<Record<string, unknown>> }[];
  /** Files of proxies' scores that may lie beside it. */
  readonly scoreFiles?: readonly string[];
}

const nb101Columns = {
  scale: "fraction",
  columns: {
    arch: "arch",
    valid: "valid_acc_108",
    test: "test_acc_108_mean",
    seconds: "training_time_108_s",
  },
};

/** A benchmark of which a CSV file, or a table made by `proxybo data import`, is called like the task. */
function named(name: string, title: string, space: string): KnownTask {
  return { name, title, space, tables: [{ file: `${name}.csv.gz` }, { file: `${name}.parquet` }] };
}

export const knownTasks: readonly KnownTask[] = [
  named("nb201-cifar10", "NB201 CIFAR-10", "nb201"),
  named("nb201-cifar100", "NB201 CIFAR-100", "nb201"),
  named("nb201-imagenet16-120", "NB201 ImageNet16-120", "nb201"),
  {
    name: "nb101",
    title: "NAS-Bench-101",
    space: "nb101",
    tables: [{ file: "nb101-validated.csv.gz", options: nb101Columns }, { file: "nb101.parquet" }],
    scoreFiles: ["nb101-proxies.csv.gz", "nb101-proxies.parquet", "nb101-proxies.csv"],
  },
  {
    name: "asr",
    title: "NAS-Bench-ASR",
    space: "asr",
    tables: [{ file: "asr.csv.gz", options: { metric: "error" } }, { file: "asr.parquet" }],
    scoreFiles: ["asr-proxies.csv.gz", "asr-proxies.parquet", "asr-proxies.csv"],
  },
];
