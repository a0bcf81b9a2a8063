import process from "node:process";
import { command } from "../arguments/command.ts";
import { configFlags, executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { requireInstalled } from "../install/missing.ts";
import { readFlags } from "../search/flags.ts";
import { compose, open, openStore, usualConfig } from "../search/open.ts";
import { perform } from "../search/perform.ts";
import { watchScoring } from "../search/scoring.ts";
import { quoted } from "../terminal/text.ts";
import { learntBy, transferFlags, withLearnt } from "../search/transfer.ts";
import { trustFlags } from "../trust/require-trust.ts";
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
    ...transferFlags,
    ...trustFlags,
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
      line: "proxybo run --space nb201 --table nb201-cifar100.csv.gz --transfer on-cifar10",
      does: "with what the study on-cifar10 learnt of proxies and paths as a prior: related tasks need fewer evaluations",
    },
    {
      line: "proxybo run my.config.ts --seed 2 --set surrogate.options.trees=30 --json > run.json",
      does: "a file with two values changed, as one JSON document",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const file = args.config ?? (await usualConfig(process.cwd()));
    let flags = readFlags(args, rawArgs);
    let composition = await compose(file, flags);
    requireInstalled(
      composition.config,
      composition.registry,
      composition.directory,
      ["npx proxybo run", ...rawArgs.map(quoted)].join(" "),
    );
    const store = await openStore(args.store, composition);
    if (args.transfer !== undefined) {
      const learnt = await learntBy(store, args.transfer, args.trust);
      flags = withLearnt(flags, composition.config, learnt);
      composition = await compose(file, flags);
    }
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
