import { resolve } from "node:path";
import process from "node:process";
import { type ProxyboConfig, ProxyboError } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { configFlags, executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { readCount } from "../bench/flags.ts";
import { requireInstalled } from "../install/missing.ts";
import { readFlags } from "../search/flags.ts";
import { type Composition, compose, open, openStore, usualConfig } from "../search/open.ts";
import { watchScoring } from "../search/scoring.ts";
import { readBudget } from "../tabulate/budget.ts";
import { filledLines } from "../tabulate/describe.ts";
import { outFile } from "../tabulate/destination.ts";
import { fill } from "../tabulate/fill.ts";
import { inOrder, noObjective, tabulateStrategy, withTabulateParts } from "../tabulate/parts.ts";
import { quoted } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";
import { cliVersion } from "../version.ts";

const { space, table, objective, proxies, runtime, dataset, seed, set } = configFlags;
const { track: _track, ...execution } = executionFlags;

export const tabulate = command({
  description:
    "Makes a benchmark table: trains and scores every architecture of a space, or of a list, and goes on where it stopped.",
  args: {
    space,
    archs: {
      type: "string",
      valueHint: "file",
      description: "these architectures only: a text file of one a line, or a table's column 'arch'",
    },
    objective: {
      ...objective,
      description: "what measures: train, command, module; without one, proxies alone are computed",
    },
    table: { ...table, description: "take the measurements from this table, to add scores to them" },
    proxies,
    dataset,
    runtime,
    out: { type: "string", valueHint: "file", description: "write the table here: table.parquet, or a name" },
    evaluations: {
      type: "string",
      valueHint: "n",
      description: "so many architectures, drawn by the seed (default: all)",
    },
    budget: { type: "string", valueHint: "time", description: "end after 90s, 30min, 2h, with what is done" },
    "retry-failed": { type: "boolean", description: "first measure again what failed" },
    seed: { ...seed, description: "decides the order, and the training of each (default 1)" },
    set,
    ...execution,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  examples: [
    {
      line: "proxybo tabulate --space nb201 --objective train --dataset fashion-mnist --proxies snip,synflow --out mine.parquet --budget 2h --parallel 2",
      does: "as much as two hours give, then: proxybo bench --tasks mine=mine.parquet; the same again goes on",
    },
    {
      line: "proxybo tabulate --space nb201 --archs list.txt --proxies params,flops --dataset fashion-mnist --out scores.parquet",
      does: "scores alone, of a list",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const file = outFile(args.out);
    const count = readCount(args.evaluations, "evaluations");
    const budget = args.budget === undefined ? undefined : readBudget(args.budget);
    const flags = readFlags(args, rawArgs);
    const commandLine = ["proxybo tabulate", ...rawArgs.map(quoted)].join(" ");
    let order: readonly unknown[] = [];
    const composed = await compose(await usualConfig(process.cwd()), flags);
    const composition: Composition = {
      ...composed,
      config: tabulateConfig(composed.config),
      registry: withTabulateParts(
        composed.registry,
        await cliVersion(),
        inOrder(() => order),
      ),
    };
    requireInstalled(composition.config, composition.registry, composition.directory, `npx ${commandLine}`);
    const store = await openStore(args.store, composition);
    const scoring = watchScoring();
    const opened = await open(composition, flags, store, scoring).catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    try {
      const { assembly } = opened;
      const filled = await fill(assembly, store, scoring, ({ architectures }) => (order = architectures), {
        file,
        list: args.archs === undefined ? undefined : resolve(args.archs),
        count,
        budget,
        retryFailed: args["retry-failed"] === true,
        command: commandLine,
        shown: { json: args.json === true, quiet: args.quiet === true },
      });
      const { exitCode, ...document } = filled;
      if (args.json === true) writeJson({ version: 1, ...document });
      else writeLines(filledLines(filled, assembly.options.space.name));
      return exitCode;
    } finally {
      await opened.close();
    }
  },
});

/** What of a configuration matters for a table: not how a search would decide, and for how long. */
function tabulateConfig(config: ProxyboConfig): ProxyboConfig {
  const names = (config.proxies ?? []).map((proxy) => (typeof proxy === "string" ? proxy : proxy.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new ProxyboError("USAGE", `--proxies: expected each proxy once, got '${twice}' twice`);
  const measures = config.objective ?? noObjective;
  if (measures === noObjective && names.length === 0)
    throw new ProxyboError("USAGE", "there is nothing to tabulate: neither an objective nor proxies", {
      hint: "to train: --objective train --dataset fashion-mnist; to score: --proxies snip,synflow",
    });
  const { surrogate: _surrogate, evaluations: _evaluations, name: _name, ...rest } = config;
  return { ...rest, objective: measures, strategy: tabulateStrategy };
}
