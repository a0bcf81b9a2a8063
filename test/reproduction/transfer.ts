/**
 * What a search gains from another on a task that is alike (`proxybo run --transfer`): for each seed a search on one table, then
 * two on another, with and without what the first has learnt.
 *
 *   node test/reproduction/transfer.ts --from nb201-cifar10.csv.gz --to nb201-cifar100.csv.gz --space nb201 --seeds 1-50
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { readTable } from "@proxybo/core";

const bin = fileURLToPath(new URL("../../packages/cli/src/bin.ts", import.meta.url));
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "nb201-cifar10.csv.gz" },
    to: { type: "string", default: "nb201-cifar100.csv.gz" },
    space: { type: "string", default: "nb201" },
    seeds: { type: "string", default: "1-50" },
    evaluations: { type: "string", default: "60" },
  },
});
const evaluations = Number(values.evaluations);
const [first = 1, last = first] = values.seeds.split("-").map(Number);
const folder = await mkdtemp(join(tmpdir(), "proxybo-transfer-"));

/** The lowest validation error after each evaluation of a search. */
async function search(
  file: string,
  seed: number,
  name: string,
  store: string,
  more: readonly string[],
): Promise<number[]> {
  const words = `run --space ${values.space} --seed ${seed} --evaluations ${evaluations} --name ${name} --json`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [bin, ...words.split(" "), "--table", file, "--store", store, ...more],
    { maxBuffer: 2 ** 26, env: { ...process.env, XDG_DATA_HOME: folder } },
  );
  const { observations } = JSON.parse(stdout) as { observations: { error: number | null }[] };
  let best = Infinity;
  return observations.map(({ error }) => (best = Math.min(best, error ?? Infinity)));
}

const table = await readTable(values.to, ["arch"]);
const optimum = 100 - table.numbers("valid", "the target").reduce((a, b) => Math.max(a, b), -Infinity);
const without: number[][] = [];
const transferred: number[][] = [];
const seeds = Array.from({ length: last - first + 1 }, (_, i) => first + i).values();
const work = async (): Promise<void> => {
  for (const source of seeds) {
    const store = join(folder, `${source}.sqlite`);
    await search(values.from, source, "source", store, []);
    // Of other first random architectures than the source's.
    const seed = source + 1000;
    without.push(await search(values.to, seed, "without", store, []));
    transferred.push(await search(values.to, seed, "with", store, ["--transfer", "source"]));
  }
};
await Promise.all([work(), work()]);
await rm(folder, { recursive: true });

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const standardError = (numbers: readonly number[]): number =>
  Math.sqrt(mean(numbers.map((x) => (x - mean(numbers)) ** 2)) / (numbers.length - 1));
const toOptimum = (runs: readonly number[][]): number[] =>
  runs.map((run) => run.findIndex((error) => error <= optimum + 1e-9) + 1 || evaluations + 1);
for (const [name, runs] of Object.entries({ without, with: transferred })) {
  const regrets = [5, 10, 20, 40].map((n) => mean(runs.map((run) => run[n - 1]! - optimum)).toFixed(3));
  console.log(
    `${name}: regret @5/10/20/40 ${regrets.join(" / ")}, to the optimum ${mean(toOptimum(runs)).toFixed(1)}`,
  );
}
const gains = toOptimum(transferred).map((to, i) => to - toOptimum(without)[i]!);
console.log(
  `difference ${mean(gains).toFixed(1)} ± ${standardError(gains).toFixed(1)} on ${gains.length} seeds`,
);
