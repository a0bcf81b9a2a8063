/**
 * Compares the search methods on NAS-Bench-201 tables: mean validation regret and test error after 10 … 200
 * evaluations, and evaluations to reach what REA reaches at the end (Table 3 of the paper).
 *
 *   node test/reproduction/search-quality.ts --data <folder of the tables> --seeds 50 --picture curves.svg
 */
import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nb201 } from "@proxybo/space-nb201";
import { tableObjective } from "@proxybo/core";
import { Piscina } from "piscina";
import { curvesPicture } from "./curves-picture.ts";
import { methods } from "./methods.ts";
import { reportCurves } from "./report-curves.ts";
import type { SearchCurve, SearchRun } from "./search-run.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: process.env["PROXYBO_DATA"] ?? "../shared/data" },
    tables: { type: "string", default: "nb201-cifar10,nb201-cifar100" },
    methods: { type: "string", default: Object.keys(methods).join() },
    seeds: { type: "string", default: "50" },
    evaluations: { type: "string", default: "200" },
    picture: { type: "string" },
  },
});
const evaluations = Number(values.evaluations);
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const pool = new Piscina<SearchRun, SearchCurve>({
  filename: new URL("./search-run.ts", import.meta.url).href,
  maxThreads: availableParallelism(),
});

const results = new Map<string, { optimum: number; curves: Map<string, readonly SearchCurve[]> }>();
for (const name of values.tables.split(",")) {
  const table = join(values.data, `${name}.csv.gz`);
  if (!existsSync(table)) {
    console.log(`skipped: no benchmark tables (${table})`);
    continue;
  }
  const curves = new Map<string, readonly SearchCurve[]>();
  const optimum = await lowestError(table);
  for (const method of values.methods.split(",")) {
    const runs = seeds.map((seed) => pool.run({ table, method, seed, evaluations }));
    curves.set(method, await Promise.all(runs));
    process.stderr.write(`${name}: ${methods[method]!.title}, ${seeds.length} seeds done\n`);
  }
  results.set(name, { optimum, curves });
  console.log(reportCurves(name, optimum, curves, evaluations));
}
await pool.close();
if (values.picture !== undefined) writeFileSync(values.picture, await curvesPicture(results));

/** The lowest validation error of a table: where regret is 0. */
async function lowestError(table: string): Promise<number> {
  const space = nb201();
  const objective = await tableObjective(space, { path: table });
  let lowest = Infinity;
  for (const [i, architecture] of [...space.enumerate()].entries()) {
    const evaluation = await objective.evaluate({
      n: i + 1,
      architecture,
      text: space.format(architecture),
      key: space.key(architecture),
      networkSpec: () =>
        space.network(architecture, { kind: "classification", input: [3, 32, 32], classes: 10 }),
      seed: 0,
      signal: new AbortController().signal,
      report: () => {},
    });
    if (evaluation.status === "ok") lowest = Math.min(lowest, evaluation.error);
  }
  return lowest;
}
