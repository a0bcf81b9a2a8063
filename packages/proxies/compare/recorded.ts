/**
 * How far live scores agree with those that a NAS-Bench-201 table has on record: Spearman's ρ between the two, and of
 * each with the table's accuracy, over architectures drawn at random. Data differ (Fashion-MNIST here, CIFAR-10 there),
 * and so do initial weights.
 *
 *     node compare/recorded.ts ../../../shared/data/nb201-cifar10.csv.gz --architectures 100 --batch 16
 *     node compare/recorded.ts ../../../shared/data/nb201-cifar10.csv.gz --proxies nwot,zen,grasp
 *     node compare/recorded.ts ../../../shared/data/nb201-cifar10.csv.gz --channels 4 --cells 1 --stages 2 --size 14
 */
import { parseArgs } from "node:util";
import {
  averageRanks,
  createRandom,
  drawMiniBatch,
  orThrow,
  permutation,
  readTable,
  scoreNetwork,
} from "@proxybo/core";
import { fashionMnist } from "@proxybo/dataset-fashion-mnist";
import * as known from "@proxybo/proxies";
import runtimes from "@proxybo/runtime-tfjs";
import { nb201 } from "@proxybo/space-nb201";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    architectures: { type: "string", default: "100" },
    batch: { type: "string", default: "64" },
    channels: { type: "string", default: "16" },
    cells: { type: "string", default: "5" },
    stages: { type: "string", default: "3" },
    size: { type: "string", default: "28" },
    seed: { type: "string", default: "1" },
    proxies: { type: "string", default: "snip,synflow,jacob_cov" },
  },
});
if (positionals[0] === undefined) throw new Error("expected the path of a NAS-Bench-201 table");

const seed = Number(values.seed);
const table = await readTable(positionals[0], ["arch"]);
const texts = table.texts("arch", "which architectures there are");
const accuracy = table.numbers("valid", "how good they are");
const dataset = fashionMnist({ size: Number(values.size) === 14 ? 14 : 28 });
const space = nb201({
  channels: Number(values.channels),
  cells: Number(values.cells),
  stages: Number(values.stages),
});
const batch = await drawMiniBatch(dataset, Number(values.batch), seed);
const runtime = await runtimes.runtimes.tfjs.create({ backend: "wasm" });
const wanted = values.proxies.split(",");
const { default: _, ...entries } = known;
const proxies = Object.values(entries).filter(({ name }) => wanted.includes(name));
const rows = [...permutation(texts.length, createRandom(seed, "compare"))].slice(
  0,
  Number(values.architectures),
);

const live = new Map(proxies.map(({ name }) => [name, [] as number[]]));
const seconds = new Map(proxies.map(({ name }) => [name, [] as number[]]));
for (const [done, row] of rows.entries()) {
  const spec = space.network(orThrow(space.parse(texts[row]!)), dataset.task);
  for (const [name, score] of Object.entries(await scoreNetwork(spec, { proxies, runtime, batch, seed }))) {
    live.get(name)!.push(score.raw);
    seconds.get(name)!.push(score.seconds);
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${done + 1} of ${rows.length} architectures`);
}
await runtime.dispose();

console.log(
  `${rows.length} architectures, ${values.channels} channels, ${values.cells} cells, ${values.stages} stages, batch ${values.batch}`,
);
console.log("proxy      live~recorded  live~accuracy  recorded~accuracy  failed  median s");
for (const { name } of proxies) {
  const recorded = rows.map((row) => table.numbers(name, "what is on record")[row]!);
  const scores = live.get(name)!;
  const accuracies = rows.map((row) => accuracy[row]!);
  const cells = [
    spearman(scores, recorded).toFixed(2).padStart(13),
    spearman(scores, accuracies).toFixed(2).padStart(14),
    spearman(recorded, accuracies).toFixed(2).padStart(18),
    String(scores.filter((score) => !Number.isFinite(score)).length).padStart(7),
    median(seconds.get(name)!).toFixed(3).padStart(9),
  ];
  console.log(`${name.padEnd(10)} ${cells.join(" ")}`);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

/** Over the pairs in which both are numbers. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const both = [...a.keys()].filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  const [x, y] = [a, b].map((all) => averageRanks(both.map((i) => all[i]!)));
  const middle = (both.length + 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < both.length; i++) {
    const [dx, dy] = [x![i]! - middle, y![i]! - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}
