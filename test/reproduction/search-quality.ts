/**
 * Compares the search methods on NAS-Bench-201 tables: mean validation regret and test error after 10 … 200
 * evaluations, and evaluations to reach what REA reaches after 200 (Table 3 of the paper).
 *
 *   node test/reproduction/search-quality.ts --data <folder of the tables> --seeds 50
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { availableParallelism } from "node:os";
import { tableObjective } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { Piscina } from "piscina";
import { methods } from "./methods.ts";
import type { SearchCurve, SearchRun } from "./search-run.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: process.env["PROXYBO_DATA"] ?? "../shared/data" },
    tables: { type: "string", default: "nb201-cifar10,nb201-cifar100" },
    methods: { type: "string", default: Object.keys(methods).join() },
    seeds: { type: "string", default: "50" },
    evaluations: { type: "string", default: "200" },
  },
});
const evaluations = Number(values.evaluations);
const checkpoints = [10, 25, 50, 75, 100, 150, 200].filter((n) => n <= evaluations);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const standardError = (numbers: readonly number[]): number =>
  Math.sqrt(mean(numbers.map((x) => (x - mean(numbers)) ** 2)) / (numbers.length - 1));

const pool = new Piscina<SearchRun, SearchCurve>({
  filename: new URL("./search-run.ts", import.meta.url).href,
  maxThreads: availableParallelism(),
});

for (const name of values.tables.split(",")) {
  const table = join(values.data, `${name}.csv.gz`);
  if (!existsSync(table)) {
    console.log(`skipped: no benchmark tables (${table})`);
    continue;
  }
  const optimum = await lowestError(table);
  const curves = new Map<string, SearchCurve[]>();
  for (const method of values.methods.split(",")) {
    const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
    curves.set(
      method,
      await Promise.all(seeds.map((seed) => pool.run({ table, method, seed, evaluations }))),
    );
    process.stderr.write(`${name} ${method} done\n`);
  }
  report(name, optimum, curves);
}
await pool.close();

async function lowestError(table: string): Promise<number> {
  const space = nb201();
  const objective = await tableObjective(space, { path: table });
  let lowest = Infinity;
  for (const architecture of space.enumerate()) {
    const outcome = await objective.evaluate({
      n: 0,
      architecture,
      text: space.format(architecture),
      key: space.key(architecture),
      networkSpec: () => {
        throw new Error("a table needs no network");
      },
      seed: 0,
      signal: new AbortController().signal,
      report: () => {},
    });
    if (outcome.status === "ok") lowest = Math.min(lowest, outcome.error);
  }
  return lowest;
}

function report(name: string, optimum: number, curves: ReadonlyMap<string, readonly SearchCurve[]>): void {
  const at = (runs: readonly SearchCurve[], side: "valid" | "test", n: number): number[] =>
    runs.map((run) => run[side][Math.min(n, run[side].length) - 1]!);
  const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);
  console.log(`\n## ${name}, ${values.seeds} seeds, optimum ${optimum.toFixed(2)} % validation error\n`);
  row([
    "method",
    ...checkpoints.map((n) => `regret @${n}`),
    "to REA@end",
    "optimum found",
    "median to it",
    "s a run",
  ]);
  row(Array.from({ length: checkpoints.length + 5 }, () => "---"));
  const rea = curves.get("evolution");
  const target = rea && mean(at(rea, "valid", evaluations));
  for (const [method, runs] of curves) {
    const reached = Array.from({ length: evaluations }, (_, i) => i + 1).find(
      (n) => target !== undefined && mean(at(runs, "valid", n)) <= target,
    );
    const hits = runs
      .map(({ valid }) => valid.findIndex((error) => error <= optimum + 1e-9) + 1 || Infinity)
      .toSorted((a, b) => a - b);
    row([
      methods[method]!.title,
      ...checkpoints.map((n) => {
        const regrets = at(runs, "valid", n).map((error) => error - optimum);
        return `${mean(regrets).toFixed(3)} ± ${standardError(regrets).toFixed(3)}`;
      }),
      reached ?? `> ${evaluations}`,
      `${hits.filter(Number.isFinite).length}/${runs.length}`,
      hits[Math.floor((hits.length - 1) / 2)] === Infinity
        ? `> ${evaluations}`
        : hits[Math.floor((hits.length - 1) / 2)]!,
      mean(runs.map(({ seconds }) => seconds)).toFixed(2),
    ]);
  }
  console.log("");
  row(["method", ...checkpoints.map((n) => `test error @${n}`)]);
  row(Array.from({ length: checkpoints.length + 1 }, () => "---"));
  for (const [method, runs] of curves)
    row([methods[method]!.title, ...checkpoints.map((n) => mean(at(runs, "test", n)).toFixed(3))]);
}
