// Gives the target named `argv[2]` so many cases (`argv[3]`) from a seed (`argv[4]`), and says on stdout, one JSON
// document a line, how far it is and at last how much memory it took.
import { writeSync } from "node:fs";
import process from "node:process";
import { runTarget } from "./run-target.ts";
import { targets } from "./targets.ts";

const [, , name, cases, seed] = process.argv;
const say = (document: object): void => void writeSync(1, `${JSON.stringify(document)}\n`);
let said = 0;
const counts = await runTarget(
  targets.find((each) => each.name === name)!,
  Number(cases),
  Number(seed),
  (sofar) => {
    if (performance.now() - said < 1000) return;
    said = performance.now();
    say({ cases: sofar.cases });
  },
);
say({ ...counts, megabytes: Math.round(process.resourceUsage().maxRSS / 1024), done: true });
process.exit();
