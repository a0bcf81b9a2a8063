import { relative, resolve } from "node:path";
import process from "node:process";
import type { BenchConfig } from "@proxybo/bench";
import { ProxyboError } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags } from "../arguments/flags.ts";
import { describeBench } from "../bench/describe.ts";
import { benchDisplay } from "../bench/display.ts";
import { dataFolders, readCount, readSeeds, readWords } from "../bench/flags.ts";
import { loadBenchPackage } from "../bench/load.ts";
import { exitCodes } from "../exit-codes.ts";
import { listen } from "../search/interrupts.ts";
import { pluginFolders } from "../search/plugin-folders.ts";
import { count, quoted } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

export const bench = command({
  description:
    "Compares search methods on benchmark tables over many seeds; goes on where it stopped; writes a report.",
  args: {
    preset: {
      type: "positional",
      required: false,
      description:
        "table1, table2 (default), table3, fig2a, fig2b, fig2c, fig3, beyond: any of them; or a configuration file",
    },
    methods: {
      type: "string",
      valueHint: "a,b",
      description:
        "strategy[+surrogate][@proxy:proxy][~quality][%parallel], e.g. bo,proxybo+gp,proxybo~inverted,proxybo%8",
    },
    tasks: {
      type: "string",
      valueHint: "t1,t2=file",
      description: "known benchmarks or tables (default: the known ones that are there)",
    },
    space: { type: "string", valueHint: "name", description: "search space of tables given by file" },
    data: {
      type: "string",
      valueHint: "folder",
      description: "folder of the known benchmarks' tables (else PROXYBO_DATA, imported tables)",
    },
    proxies: {
      type: "string",
      valueHint: "a,b",
      description: "recorded proxies of methods that name none (default: those that each is made for)",
    },
    seeds: { type: "string", valueHint: "n", description: "how many, first-last, or a list (default 50)" },
    evaluations: { type: "string", valueHint: "n", description: "of each search (default 200)" },
    against: {
      type: "string",
      valueHint: "method",
      description: "compare the others with it (default proxybo)",
    },
    out: { type: "string", valueHint: "folder", description: "keep runs and report here (default: bench)" },
    workers: { type: "string", valueHint: "n", description: "searches at once (default: one for each core)" },
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  rest: true,
  examples: [
    {
      line: "proxybo bench table2 table3 fig3 --data ../shared/data",
      does: "the paper's main comparison, 50 seeds; give it again after Ctrl-C to go on",
    },
    {
      line: "proxybo bench --methods evolution,bo,proxybo --tasks mine=results.csv --space nb201 --seeds 20",
      does: "three methods on a table of your own",
    },
    {
      line: "proxybo bench --methods 'proxybo,proxybo~inverted,proxybo@snip' --seeds 51-100",
      does: "ProxyBO with its proxies, with misleading ones, and with one",
    },
    { line: "proxybo bench my.bench.ts --json > bench.json", does: "as a file says (defineBench)" },
  ],
  run: async ({ args, rawArgs }) => {
    const { runBench, writeReport, presets } = await loadBenchPackage();
    const { file, names } = sortWords(args._, Object.keys(presets));
    const out = resolve(args.out ?? "bench");
    const display = benchDisplay(args.quiet === true);
    let interruptions = 0;
    using interrupts = listen(() =>
      display.say(
        interruptions++ === 0
          ? "finishing the searches in flight; press Ctrl-C again to drop them"
          : "stopping at once; searches that ended are kept",
      ),
    );
    try {
      const { summary, failures, aborted } = await runBench({
        ...(file !== undefined && { file }),
        config: readConfig(args, names),
        directories: pluginFolders(process.cwd()),
        data: dataFolders(args.data),
        ...(args.space !== undefined && { space: args.space }),
        out,
        ...workersOf(args.workers),
        command: ["proxybo", "bench", ...rawArgs].map(quoted).join(" "),
        observe: (progress) => display.observe(progress),
        say: (text) => display.say(text),
        finish: interrupts.finish,
        signal: interrupts.stop,
      });
      display.close();
      const files = await writeReport(summary, out);
      if (args.json === true) writeJson({ ...summary, files, failures, aborted });
      else
        writeLines([
          ...describeBench(summary),
          ...(aborted ? ["", "Not all runs were made: give the same command again to go on."] : []),
          "",
          `report: ${relative(process.cwd(), files[0]!)}  (${count(files.length - 1, "other file")} beside it)`,
        ]);
      for (const { task, method, seed, message } of failures.slice(0, 3))
        display.say(`${method} on ${task}, seed ${seed} failed: ${message}`);
      if (failures.length > 3) display.say(`… and ${failures.length - 3} more`);
      if (interrupts.exitCode !== exitCodes.ok) return interrupts.exitCode;
      return failures.length === 0 ? exitCodes.ok : exitCodes.failure;
    } finally {
      display.close();
    }
  },
});

/** Presets by name; anything that looks like a file is the configuration. */
function sortWords(
  words: readonly string[],
  presets: readonly string[],
): { readonly file: string | undefined; readonly names: readonly string[] } {
  const files = words.filter((word) => !presets.includes(word) && /\.(m?[jt]s|json)$/.test(word));
  if (files.length > 1)
    throw new ProxyboError("USAGE", `one configuration file at a time, got ${files.join(" and ")}`);
  return { file: files[0], names: words.filter((word) => !files.includes(word)) };
}

function readConfig(args: Readonly<Record<string, unknown>>, names: readonly string[]): BenchConfig {
  const text = (flag: string): string | undefined => args[flag] as string | undefined;
  const config: BenchConfig = {
    presets: names.length === 0 ? undefined : [...names],
    methods: readWords(text("methods")),
    tasks: readWords(text("tasks")),
    proxies: readWords(text("proxies")),
    seeds: readSeeds(text("seeds")),
    evaluations: readCount(text("evaluations"), "evaluations"),
    against: text("against"),
  };
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
}

function workersOf(text: string | undefined): { workers?: number } {
  const workers = readCount(text, "workers");
  return workers === undefined ? {} : { workers };
}
