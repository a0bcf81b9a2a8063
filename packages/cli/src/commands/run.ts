import process from "node:process";
import { command } from "../arguments/command.ts";
import { configFlags, executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { requireInstalled } from "../install/missing.ts";
import { readFlags } from "../search/flags.ts";
import { compose, open, openStore, usualConfig } from "../search/open.ts";
import { perform } from "../search/perform.ts";
import { watchScoring } from "../search/scoring.ts";
import { quoted } from "../terminal/text.ts";
import { startStudy } from "../trust/start-study.ts";

export const run = command({
  description: "Searches, as a configuration file says, with flags laid over it.",
  args: {
    config: {
      type: "positional",
      required: false,
      description: "configuration file (default: proxybo.config.ts in this folder, where there is one)",
    },
    ...configFlags,
    ...executionFlags,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  examples: [
    { line: "proxybo run", does: "as proxybo.config.ts in this folder says" },
    {
      line: "proxybo run --space nb201 --table nb201-cifar100.csv.gz --evaluations 200",
      does: "on a benchmark table, with the proxies it has on record",
    },
    {
      line: "proxybo run --space nb201 --objective train --dataset fashion-mnist --evaluations 20",
      does: "training on the images that the data set carries, proxies computed live",
    },
    {
      line: "proxybo run my.config.ts --seed 2 --set surrogate.options.trees=30 --json > run.json",
      does: "a file with two values changed, as one JSON document",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const flags = readFlags(args, rawArgs);
    const composition = await compose(args.config ?? (await usualConfig(process.cwd())), flags);
    requireInstalled(
      composition.config,
      composition.registry,
      composition.directory,
      ["npx proxybo run", ...rawArgs.map(quoted)].join(" "),
    );
    const store = await openStore(args.store, composition);
    const scoring = watchScoring();
    const opened = await open(composition, flags, store, scoring);
    try {
      const study = await startStudy(opened.assembly);
      return await perform(study, opened.assembly, scoring, {
        json: args.json === true,
        quiet: args.quiet === true,
      });
    } finally {
      await opened.close();
    }
  },
});
