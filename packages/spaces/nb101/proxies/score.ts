// Scores architectures by snip, synflow and jacob_cov in a reduced network, and by what their cells and the official network
// count; writes `arch` and one column a proxy. Stopped and started again it goes on where it was.
//
//   node proxies/score.ts --architectures <nb101.csv.gz, or a list of texts> --out data/nb101-proxies.csv.gz --processes 2

import { fork } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { gzip } from "node:zlib";
import { nb101 } from "../src/index.ts";
import { readArchitectures } from "./architectures.ts";
import type { PartJob } from "./part.ts";
import { openParts, readParts } from "./parts.ts";
import { columns } from "./row.ts";
import { defaults, type Settings } from "./settings.ts";

const { values } = parseArgs({
  options: {
    architectures: { type: "string" },
    out: { type: "string", default: "nb101-proxies.csv.gz" },
    processes: { type: "string", default: String(availableParallelism()) },
    limit: { type: "string" },
    "stem-channels": { type: "string", default: String(defaults.stemChannels) },
    "modules-per-stack": { type: "string", default: String(defaults.modulesPerStack) },
    size: { type: "string", default: String(defaults.size) },
    batch: { type: "string", default: String(defaults.batchSize) },
    seed: { type: "string", default: String(defaults.seed) },
  },
});
if (values.architectures === undefined) throw new Error("expected --architectures <file>");

const settings: Settings = {
  stemChannels: Number(values["stem-channels"]),
  stacks: defaults.stacks,
  modulesPerStack: Number(values["modules-per-stack"]),
  size: Number(values.size) === 28 ? 28 : 14,
  batchSize: Number(values.batch),
  seed: Number(values.seed),
};
const folder = `${values.out}.parts`;
await openParts(folder, settings);
const space = nb101();
const limit = values.limit === undefined ? Infinity : Number(values.limit);
const texts = (await readArchitectures(values.architectures))
  .slice(0, limit)
  .map((cell) => space.format(cell));
const known = await readParts(folder);
const missing = texts.filter((text) => !known.has(text));
const processes = Math.min(Number(values.processes), Math.max(1, missing.length));

const started = performance.now();
let done = 0;
let said = 0;
const report = (count: number): void => {
  done += count;
  const seconds = (performance.now() - started) / 1000;
  if (done < missing.length && seconds - said < 5) return;
  said = seconds;
  const left = (seconds / done) * (missing.length - done);
  console.error(
    `${known.size + done} of ${texts.length} architectures, ${((1000 * seconds) / done).toFixed(1)} ms each, ${Math.round(left)} s left`,
  );
};
await Promise.all(
  Array.from({ length: missing.length === 0 ? 0 : processes }, (_, part) =>
    runPart({
      texts: missing.filter((__, i) => i % processes === part),
      file: join(folder, `part-${part}.csv`),
      settings,
    }),
  ),
);

const rows = await readParts(folder);
const lines = texts.map((text) => rows.get(text)!);
const csv = `${[columns.join(","), ...lines].join("\n")}\n`;
const packed = await promisify(gzip)(csv, { level: 9 });
await writeFile(values.out, values.out.endsWith(".gz") ? packed : csv);
const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const provenance = {
  what: "zero-cost proxies of NAS-Bench-101 cells, computed by proxies/score.ts",
  architectures: texts.length,
  blank: Object.fromEntries(
    columns.slice(1).map((name, i) => [name, lines.filter((line) => line.split(",")[i + 1] === "").length]),
  ),
  reduced: {
    ...settings,
    dataset: "fashion-mnist",
    runtime: "tfjs wasm",
    for: ["snip", "synflow", "jacob_cov"],
  },
  official: { for: ["params", "flops"], input: [3, 32, 32], classes: 10 },
  version,
  date: new Date().toISOString().slice(0, 10),
};
await writeFile(
  values.out.replace(/\.csv(\.gz)?$/, ".json"),
  `${JSON.stringify(provenance, undefined, 2)}\n`,
);
await rm(folder, { recursive: true });
console.error(`${values.out}: ${lines.length} architectures, ${Math.round(packed.length / 1024)} KiB packed`);

function runPart(job: PartJob): Promise<void> {
  const child = fork(new URL("./part.ts", import.meta.url));
  child.send(job);
  child.on("message", (count) => report(count as number));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`a process ended with code ${code}; start again to go on`)),
    );
  });
}
