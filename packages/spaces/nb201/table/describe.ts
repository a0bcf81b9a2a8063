import { fileURLToPath } from "node:url";
import { readTable, spearman } from "@proxybo/core";
import { nb201Fashion, nb201FashionRepeat } from "../src/fashion-table.ts";
import { type Columns, noise, quantile } from "./statistics.ts";

/** Columns that are results, not scores. */
const results = new Set(["arch", "valid", "test", "seconds"]);

/** What the README says of the table, as its Markdown tables: `node table/describe.ts` prints them. */
export async function describeTable(): Promise<readonly string[]> {
  const { texts, columns } = await read(nb201Fashion.file);
  const again = await read(nb201FashionRepeat);
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const valid = columns["valid"]!;
  const tenth = quantile(valid, 0.9);
  const best = [...valid.keys()].filter((row) => valid[row]! >= tenth);
  const pairs = again.texts.map((text, row) => [rowOf.get(text)!, row] as const);
  const bestPairs = pairs.filter(([row]) => valid[row]! >= tenth);
  return [
    ...spread(columns),
    "",
    ...noiseTable(
      [
        ["all", pairs],
        ["the best tenth", bestPairs],
      ],
      columns,
      again.columns,
    ),
    "",
    ...proxyTable(columns, best),
  ];
}

function spread(columns: Columns): readonly string[] {
  const row = (name: string, title: string, digits: number): string => {
    const values = [0, 0.25, 0.5, 0.75, 0.9, 1].map((share) =>
      quantile(columns[name]!, share).toFixed(digits),
    );
    return `| ${[title, ...values].join(" | ")} |`;
  };
  return [
    "| | lowest | 25 % | median | 75 % | 90 % | highest |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    row("valid", "validation accuracy, %", 1),
    row("test", "test accuracy, %", 1),
    row("seconds", "seconds of a training", 2),
    row("params", "parameters", 0),
  ];
}

type Pairs = readonly (readonly [first: number, second: number])[];

function noiseTable(
  groups: readonly (readonly [title: string, pairs: Pairs])[],
  first: Columns,
  second: Columns,
): readonly string[] {
  return [
    "| networks | trained twice | standard deviation of a training | ρ of the two trainings | ρ of validation and test |",
    "| --- | --- | --- | --- | --- |",
    ...groups.map(([title, pairs]) => {
      const [x, y] = [
        pairs.map(([row]) => first["valid"]![row]!),
        pairs.map(([, row]) => second["valid"]![row]!),
      ];
      const tests = pairs.map(([row]) => first["test"]![row]!);
      const figures = [noise(x, y), spearman(x, y), spearman(x, tests)].map((value) => value.toFixed(2));
      return `| ${[title, pairs.length, ...figures].join(" | ")} |`;
    }),
  ];
}

function proxyTable(columns: Columns, best: readonly number[]): readonly string[] {
  const valid = columns["valid"]!;
  const among = (values: readonly number[]): readonly number[] => best.map((row) => values[row]!);
  return [
    "| proxy | ρ, all | ρ, best tenth |",
    "| --- | --- | --- |",
    ...Object.keys(columns)
      .filter((name) => !results.has(name))
      .map((name) => {
        const scores = columns[name]!;
        const figures = [spearman(scores, valid), spearman(among(scores), among(valid))];
        return `| ${[name, ...figures.map((value) => value.toFixed(2).replace("-", "−"))].join(" | ")} |`;
      }),
  ];
}

async function read(file: URL): Promise<{ readonly texts: readonly string[]; readonly columns: Columns }> {
  const table = await readTable(fileURLToPath(file), ["arch"]);
  const names = table.columns.filter((name) => name !== "arch");
  return {
    texts: table.texts("arch", "which networks"),
    columns: Object.fromEntries(names.map((name) => [name, [...table.numbers(name, "a figure")]])),
  };
}

if (import.meta.main) console.log((await describeTable()).join("\n"));
