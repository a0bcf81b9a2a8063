// Gives everything that parses cases that are nearly, or not at all, as they should be: each has to be taken or refused
// by a ProxyboError, in time and within bounded memory.
//   pnpm fuzz [--share 1] [--seed 1] [--only words of a name]
import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { FuzzCounts } from "./run-target.ts";
import type { Target } from "./target.ts";
import { targets } from "./targets.ts";

const { values } = parseArgs({
  options: {
    share: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
  },
});
/** A process that says nothing for so long hangs, in milliseconds. */
const patience = 120_000;
/** More than this is not bounded, in megabytes: of the heap, and of all. */
const mostHeap = 512;
const mostMemory = 1024;

type End = Partial<FuzzCounts> & { readonly done?: boolean; readonly megabytes?: number };

/** In a process of its own: only there can a hang be ended, and memory be told apart. */
function fuzz({ name, cases }: Target): Promise<End> {
  const script = fileURLToPath(new URL("fuzz-process.ts", import.meta.url));
  const count = Math.ceil(cases * Number(values.share));
  const argv = [`--max-old-space-size=${mostHeap}`, script, name, String(count), values.seed];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  let last: End = {};
  let hung = false;
  let watch: NodeJS.Timeout | undefined;
  const rest = (): void => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      hung = true;
      child.kill("SIGKILL");
    }, patience);
  };
  rest();
  createInterface({ input: child.stdout }).on("line", (line) => {
    rest();
    last = JSON.parse(line) as End;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(watch);
      if (last.done === true) resolve(last);
      else resolve({ ...last, broken: hung ? "it hangs" : `its process ended with ${code}` });
    });
  });
}

let all = 0;
let failed = 0;
for (const target of targets.filter(({ name }) => name.includes(values.only))) {
  const begin = performance.now();
  const { cases = 0, taken = 0, slowest = 0, megabytes = 0, broken } = await fuzz(target);
  const good = broken === undefined && megabytes <= mostMemory;
  all += cases;
  if (!good) failed += 1;
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  console.log(
    `${good ? "held  " : "BROKEN"} ${target.name}: ${cases} cases, ${taken} taken, ` +
      `slowest ${slowest} ms, ${megabytes} MB (${seconds} s)${broken === undefined ? "" : `\n${broken}`}`,
  );
}
console.log(`${all} cases, ${failed} of ${targets.length} targets broken`);
process.exitCode = failed === 0 ? 0 : 1;
