// One process of `score.ts`: scores every k-th architecture of what is left, and appends line by line.

import { appendFile } from "node:fs/promises";
import { drawMiniBatch, orThrow } from "@proxybo/core";
import { fashionMnist } from "@proxybo/dataset-fashion-mnist";
import runtimes from "@proxybo/runtime-tfjs";
import { nb101 } from "../src/index.ts";
import { scoreRow } from "./row.ts";
import type { Settings } from "./settings.ts";

/** What the parent sends. */
export interface PartJob {
  readonly texts: readonly string[];
  readonly file: string;
  readonly settings: Settings;
}

process.once("message", (job: PartJob) => void run(job));

async function run({ texts, file, settings }: PartJob): Promise<void> {
  const space = nb101();
  const dataset = fashionMnist({ size: settings.size });
  const batch = await drawMiniBatch(dataset, settings.batchSize, settings.seed);
  const runtime = await runtimes.runtimes.tfjs.create({ backend: "wasm" });
  const atOnce = 50;
  for (let start = 0; start < texts.length; start += atOnce) {
    const rows: string[] = [];
    for (const text of texts.slice(start, start + atOnce))
      rows.push(await scoreRow(orThrow(space.parse(text)), dataset.task, batch, runtime, settings));
    await appendFile(file, `${rows.join("\n")}\n`);
    process.send?.(rows.length);
  }
  await runtime.dispose();
  process.disconnect();
}
