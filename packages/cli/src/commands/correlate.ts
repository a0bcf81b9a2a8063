import process from "node:process";
import { assemble, type ProxyAssembly, ProxyboError, type StudyStore } from "@proxybo/core";
import type { Correlation } from "@proxybo/bench";
import { command } from "../arguments/command.ts";
import { configFlags, executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { readCount } from "../bench/flags.ts";
import { loadBenchPackage } from "../bench/load.ts";
import { scoringDisplay } from "../correlate/display.ts";
import { measure } from "../correlate/measure.ts";
import { readFlags } from "../search/flags.ts";
import { compose, openStore, usualConfig } from "../search/open.ts";
import { watchScoring } from "../search/scoring.ts";
import { openInWorkers } from "../search/workers.ts";
import { paint } from "../terminal/paint.ts";
import { columns, count } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

const { space, table, proxies, runtime, dataset, seed, set } = configFlags;

type Found = Pick<Correlation, "proxy" | "all" | "top"> & { readonly from: ProxyAssembly["from"] };

export const correlate = command({
  description:
    "Says how well proxies order the architectures of a table: Spearman's ρ and Kendall's τ-b, with intervals.",
  args: {
    space,
    table,
    proxies: { ...proxies, description: "which, recorded or live (default snip,synflow,jacob_cov)" },
    dataset,
    runtime,
    sample: {
      type: "string",
      valueHint: "n",
      description: "so many architectures, or all (default: all for recorded scores, 200 for live ones)",
    },
    against: { type: "string", valueHint: "side", description: "valid (default) or test: whose errors" },
    top: { type: "string", valueHint: "share", description: "share of the best (default 0.1)" },
    resamples: { type: "string", valueHint: "n", description: "of the bootstrap (default 500)" },
    seed: { ...seed, description: "draws the sample, the mini-batch and the initial parameters (default 1)" },
    parallel: {
      ...executionFlags.parallel,
      description: "architectures scored live at once, each in a worker (default 1)",
    },
    set,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  examples: [
    {
      line: "proxybo correlate --space nb201 --table nb201-cifar10.csv.gz --proxies snip,synflow,jacob_cov",
      does: "the scores that the table has on record, over all architectures",
    },
    {
      line: "proxybo correlate --space nb201 --table mine.csv --proxies snip --dataset fashion-mnist --sample 100",
      does: "computed live where the table has no scores, over 100 architectures",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const { correlate: correlationOf } = await loadBenchPackage();
    const side = readSide(args.against);
    const top = readShare(args.top);
    const resamples = readCount(args.resamples, "resamples");
    const flags = readFlags(args, rawArgs);
    const composition = await compose(await usualConfig(process.cwd()), flags);
    const { config, registry, directory } = composition;
    const store: StudyStore = await openStore(args.store, composition);
    const scoring = watchScoring();
    const given = {
      ...config,
      strategy: "random",
      proxies: config.proxies ?? ["snip", "synflow", "jacob_cov"],
    };
    try {
      await using assembly = await assemble(given, registry, {
        directory,
        store,
        scoring: scoring.watch,
        openRuntime: openInWorkers(directory),
      });
      const live = assembly.proxies.some(({ from }) => from === "live");
      const sample = readSample(args.sample, live ? 200 : "all");
      const { architectures, errors } = await measure(assembly, sample, side);
      const display = scoringDisplay(args.quiet === true);
      scoring.send((event) => display.observe(event));
      const found: Found[] = [];
      for (const { reference, from, source } of assembly.proxies) {
        const scores = await source.scores(architectures);
        const options = { ...(top !== undefined && { top }), ...(resamples !== undefined && { resamples }) };
        found.push({ proxy: reference.name, from, ...correlationOf(scores, errors, options) });
      }
      display.close();
      const share = top ?? 0.1;
      if (args.json === true)
        writeJson({
          version: 1,
          space: assembly.options.space.name,
          objective: assembly.settings.config.objective,
          side,
          architectures: architectures.length,
          top: share,
          proxies: found,
        });
      else writeLines(describe(found, architectures.length, side, share));
      return 0;
    } finally {
      await store.close();
    }
  },
});

function describe(
  found: readonly Found[],
  architectures: number,
  side: string,
  top: number,
): readonly string[] {
  const interval = ({ value, low, high }: { value: number; low: number; high: number }): string =>
    Number.isNaN(value) ? "–" : `${number(value)} [${number(low)}, ${number(high)}]`;
  const best = `best ${Math.round(top * 100)} %`;
  const head = ["proxy", "ρ", "τ", `ρ, ${best}`, `τ, ${best}`, "scored"];
  return [
    paint(
      "bold",
      `${count(architectures, "architecture")}, ${side === "valid" ? "validation" : "test"} error`,
    ),
    ...columns(
      [
        head.map((text) => paint("dim", text)),
        ...found.map(({ proxy, from, all, top: part }) => [
          proxy,
          interval(all.spearman),
          interval(all.kendall),
          interval(part.spearman),
          interval(part.kendall),
          `${all.count}${all.unscored === 0 ? "" : `, ${all.unscored} not`}${from === "live" ? ", live" : ""}`,
        ]),
      ],
      "  ",
    ),
    paint("dim", "1: as training orders them; −1: the other way round; [95 % bootstrap interval]"),
  ];
}

function number(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

function readSide(text: string | undefined): "valid" | "test" {
  if (text === undefined || text === "valid" || text === "test") return text ?? "valid";
  throw new ProxyboError("USAGE", `--against: expected valid or test, got '${text}'`);
}

function readShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw new ProxyboError("USAGE", `--top: expected a share above 0 and at most 1, got '${text}'`);
}

function readSample(text: string | undefined, usual: number | "all"): number | "all" {
  return text === "all" ? "all" : (readCount(text, "sample") ?? usual);
}
