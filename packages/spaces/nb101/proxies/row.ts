import {
  costOf,
  type NetworkRuntime,
  type Batch,
  type ProxyScores,
  scoreNetwork,
  type Task,
} from "@proxybo/core";
import { jacobCov } from "@proxybo/proxy-jacob-cov";
import { snip } from "@proxybo/proxy-snip";
import { synflow } from "@proxybo/proxy-synflow";
import { type Cell, edgesOf, nb101, verticesOf } from "../src/index.ts";
import { official, type Settings } from "./settings.ts";

/** Columns of the data file, in order. In all of them the raw score is better when higher. */
export const columns = [
  "arch",
  "snip",
  "synflow",
  "jacob_cov",
  "params",
  "flops",
  "depth",
  "conv3x3",
  "edges",
] as const;

const wholeSize = nb101();

/** Scores of one architecture as a line of CSV; a score that failed is blank. */
export async function scoreRow(
  cell: Cell,
  task: Task,
  batch: Batch,
  runtime: NetworkRuntime,
  settings: Settings,
): Promise<string> {
  const reduced = nb101(settings);
  const scores = await scoreNetwork(reduced.network(cell, task), {
    proxies: [snip, synflow, jacobCov],
    runtime,
    batch,
    seed: settings.seed,
  });
  const { parameters, flops } = costOf(wholeSize.network(cell, official));
  const threes = cell.operations.filter((code) => code === 0).length;
  return [
    wholeSize.format(cell),
    ...["snip", "synflow", "jacob_cov"].map((name) => fiveDigits(scores, name)),
    parameters,
    flops,
    depthOf(cell),
    threes,
    edgesOf(cell).length,
  ].join(",");
}

function fiveDigits(scores: ProxyScores, name: string): string {
  const { raw } = scores[name]!;
  return Number.isFinite(raw) ? String(Number(raw.toPrecision(5))) : "";
}

/** How many edges the longest path from input to output has. */
function depthOf(cell: Cell): number {
  const depth = new Uint8Array(verticesOf(cell));
  for (const [from, to] of edgesOf(cell)) depth[to] = Math.max(depth[to]!, depth[from]! + 1);
  return depth.at(-1)!;
}
