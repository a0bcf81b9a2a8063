import { resolve } from "node:path";
import { didYouMean, ProxyboError } from "@proxybo/core";
import { exportTable, readInfo, tablesFolder } from "@proxybo/importers";
import { command } from "../arguments/command.ts";
import { outputFlags } from "../arguments/flags.ts";
import { tableLines, tableRow } from "../data/describe.ts";
import { fileOfTable, namedTables, type NamedTable } from "../data/find-table.ts";
import { type ImportFlags, runImport } from "../data/import.ts";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

const actions = ["import", "list", "info", "export"];

export const data = command({
  description:
    "Imports benchmarks from their official files, and shows what was imported: tables that --table takes by name.",
  args: {
    action: {
      type: "positional",
      description: "import <kind> <file…>, list, info <table>, or export <table> <file.csv|file.parquet>",
    },
    to: { type: "string", valueHint: "table", description: "import of proxies: join them to this table" },
    name: { type: "string", valueHint: "name", description: "import: call the table so" },
    space: { type: "string", valueHint: "name", description: "import table: the space of its architectures" },
    dataset: { type: "string", valueHint: "name", description: "import table: what was trained on" },
    arch: {
      type: "string",
      valueHint: "column",
      description: "import table: column of the architectures (default arch)",
    },
    metric: {
      type: "string",
      valueHint: "which",
      description: "import table: accuracy (default) or error, in percent",
    },
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  rest: true,
  examples: [
    {
      line: "proxybo data import nb101 nasbench_only108.tfrecord",
      does: "NAS-Bench-101, then: proxybo run --space nb101 --table nb101",
    },
    {
      line: "proxybo data import nb201 NATS-tss-v1_0-3ffb9-simple.tar",
      does: "NATS-Bench (a folder or .pth as well): nb201-cifar10, nb201-cifar100, nb201-imagenet16-120",
    },
    {
      line: "proxybo data import asr nb-asr-e40-*.pickle nb-asr-info.pickle",
      does: "NAS-Bench-ASR, means over seeds",
    },
    {
      line: "proxybo data import suite-zero zc_nasbench201.json",
      does: "recorded proxies, joined to the tables of the same tasks",
    },
    {
      line: "proxybo data import zero-cost-nas nb2_cf10_seed42.p --to nb201-cifar10",
      does: "recorded proxies, joined to one table",
    },
    { line: "proxybo data import table results.csv --name mine --space nb201", does: "a table of your own" },
    { line: "proxybo data export nb101 nb101.csv", does: "as CSV; .parquet is copied with its provenance" },
  ],
  run: async ({ args }) => {
    const [action = "", ...words] = args._;
    const json = args.json === true;
    if (action === "import") await importFiles(words, args, json, args.quiet === true);
    else if (action === "list") await list(json);
    else if (action === "info") await info(wordsOf(action, words, ["table"]), json);
    else if (action === "export") await write(wordsOf(action, words, ["table", "file"]), json);
    else
      throw new ProxyboError("USAGE", `'proxybo data' does not know '${action}'`, {
        hint: [didYouMean(action, actions), `one of: ${actions.join(", ")}`]
          .filter((part) => part !== undefined)
          .join("\n"),
      });
    return 0;
  },
});

async function importFiles(
  words: readonly string[],
  flags: ImportFlags,
  json: boolean,
  quiet: boolean,
): Promise<void> {
  const { to, name, space, dataset, arch, metric } = flags;
  const tables = await runImport(words, { to, name, space, dataset, arch, metric }, quiet);
  if (json) return writeJson({ version: 1, tables });
  writeLines([
    ...columns(
      tables.map((table) => [
        ...tableRow(table.name, table).slice(0, 3),
        table.proxies.length === 0
          ? table.columns.map((column) => column.name).join(", ")
          : `with ${table.proxies.join(", ")}`,
      ]),
    ),
    paint("dim", `in ${tablesFolder()}; use: proxybo run --table ${tables[0]!.name}`),
  ]);
}

async function list(json: boolean): Promise<void> {
  const tables = await Promise.all(
    (await namedTables()).map(async (table) => ({ ...table, ...(await readInfo(table.file)) })),
  );
  if (json) return writeJson({ version: 1, folder: tablesFolder(), tables });
  if (tables.length === 0)
    return writeLines([`No tables in ${tablesFolder()}.`, "  import one: proxybo data import --help"]);
  const imported = tables.some(({ package: carrier }) => carrier === undefined);
  writeLines([
    ...columns(tables.map((table) => [...tableRow(table.name, table), carrierOf(table)])),
    paint("dim", imported ? `in ${tablesFolder()}` : "import one: proxybo data import --help"),
  ]);
}

function carrierOf({ package: carrier }: NamedTable): string {
  return carrier === undefined ? "" : `in ${carrier}`;
}

async function info([name]: readonly string[], json: boolean): Promise<void> {
  const found = await readInfo(await fileOfTable(name!));
  if (json) return writeJson({ version: 1, table: { name, ...found } });
  writeLines(tableLines(name!, found));
}

async function write([name, file]: readonly string[], json: boolean): Promise<void> {
  const to = resolve(file!);
  await exportTable(await fileOfTable(name!), to);
  if (json) return writeJson({ version: 1, table: name, file: to });
  writeLines([`${name} is in ${to}`]);
}

function wordsOf(action: string, words: readonly string[], needed: readonly string[]): readonly string[] {
  if (words.length === needed.length) return words;
  throw new ProxyboError(
    "USAGE",
    `'proxybo data ${action}' takes ${needed.map((word) => `<${word}>`).join(" ")}, got ${words.length} words`,
    {
      hint: "see: proxybo data --help",
    },
  );
}
