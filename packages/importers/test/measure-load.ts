// Loads the table that is named on the command line for a search, and prints what that took as JSON.
import process from "node:process";
import { tableObjective } from "@proxybo/core";
import { nb101 } from "@proxybo/space-nb101";

const cells = nb101();
let parsed = 0;
const space: typeof cells = {
  ...cells,
  parse(text) {
    parsed += 1;
    return cells.parse(text);
  },
};
const before = process.memoryUsage().rss;
const cpu = process.cpuUsage();
const started = performance.now();
const objective = await tableObjective(space, { path: process.argv[2]! });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    offered: objective.architectures?.length ?? space.size,
    parsed,
    seconds,
    processorSeconds: (user + system) / 1e6,
    megabytes: (process.resourceUsage().maxRSS * 1024 - before) / 1e6,
  }),
);
