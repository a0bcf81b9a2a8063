import process from "node:process";
import {
  type Batch,
  configDefaults,
  drawMiniBatch,
  expandReference,
  normalizedScore,
  orThrow,
  partMaker,
  ProxyboError,
  type ProxyScore,
  type Registry,
  scoreArchitecture,
  type ZeroCostProxy,
} from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { configFlags, outputFlags } from "../arguments/flags.ts";
import { readFlags, readNumber } from "../search/flags.ts";
import { compose, usualConfig } from "../search/open.ts";
import { paint } from "../terminal/paint.ts";
import { columns } from "../terminal/text.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

const { space, proxies, runtime, dataset, seed, set } = configFlags;

export const score = command({
  description: "Computes zero-cost proxies of architectures, without training them.",
  args: {
    architecture: { type: "positional", description: "text of the architecture; several may follow" },
    space: { ...space, description: "search space (default: the only one that is installed)" },
    proxies: { ...proxies, description: "which (default: all that are installed)" },
    dataset: { ...dataset, description: "examples to score on (default: fashion-mnist)" },
    runtime,
    "batch-size": { type: "string", valueHint: "n", description: "examples in the mini-batch (default 64)" },
    seed: { ...seed, description: "draws the mini-batch and the initial parameters (default 1)" },
    set,
    ...outputFlags,
  },
  rest: true,
  examples: [
    {
      line: "proxybo score '|nor_conv_3x3~0|+|nor_conv_3x3~0|skip_connect~1|+|skip_connect~0|none~1|nor_conv_1x1~2|'",
      does: "by all proxies that are installed",
    },
    {
      line: "proxybo score '…' '…' --proxies snip,synflow --set space.options.cells=1",
      does: "two, in a smaller network",
    },
  ],
  run: async ({ args, rawArgs }) => {
    const flags = readFlags(args, rawArgs);
    const batchSize = readNumber(args["batch-size"]);
    const { config, registry, directory } = await compose(await usualConfig(process.cwd()), {
      sets: flags.sets,
      config: { ...flags.config, ...(batchSize !== undefined && { batchSize: batchSize as number }) },
    });
    const make = partMaker(registry);
    const texts = args._;
    const { product: searched } = await make(
      "spaces",
      expandReference(config.space ?? onlySpace(registry)),
      undefined,
    );
    // A malformed architecture is said before anything is loaded.
    const architectures = texts.map((text) => orThrow(searched.parse(text)));
    const chosen = config.proxies ?? registry.names("proxies");
    if (chosen.length === 0)
      throw new ProxyboError("USAGE", "no proxies to score by", { hint: "npm install @proxybo/proxies" });
    const made: ZeroCostProxy[] = [];
    for (const proxy of chosen) made.push((await make("proxies", expandReference(proxy), undefined)).product);
    const { product: data } = await make("datasets", expandReference(config.dataset ?? "fashion-mnist"), {
      directory,
    });
    const wanted = expandReference(config.runtime ?? configDefaults.runtime, "runtime");
    const named =
      wanted.name === "auto" ? { ...wanted, name: registry.names("runtimes")[0] ?? "tfjs" } : wanted;
    const { product: computes } = await make("runtimes", named, undefined);
    await using _ = computes;
    const chosenSeed = config.seed ?? configDefaults.seed;
    const batch: Batch = await drawMiniBatch(data, config.batchSize ?? configDefaults.batchSize, chosenSeed);
    const task = config.task ? { kind: "classification" as const, ...config.task } : data.task;
    const scored: ScoredArchitecture[] = [];
    for (const [i, architecture] of architectures.entries()) {
      const scores = await scoreArchitecture({
        space: searched,
        architecture,
        task,
        proxies: made,
        runtime: computes,
        batch,
        seed: chosenSeed,
      });
      scored.push({
        text: texts[i]!,
        key: searched.key(architecture),
        scores: made.map((proxy) => describeScore(proxy, scores[proxy.name]!)),
      });
    }
    if (args.json === true)
      writeJson({
        version: 1,
        space: searched.name,
        dataset: data.name,
        runtime: `${computes.name}:${computes.backend}`,
        batchSize: batch.labels.length,
        seed: chosenSeed,
        architectures: scored.map(({ text, key, scores }) => ({
          architecture: text,
          key,
          scores: Object.fromEntries(scores.map(({ proxy, ...rest }) => [proxy, rest])),
        })),
      });
    else
      writeLines(
        describe(
          scored,
          `${data.name}, ${batch.labels.length} examples, seed ${chosenSeed}, ${computes.name}:${computes.backend}`,
        ),
      );
    return scored.every(({ scores }) => scores.every(({ failure }) => failure === undefined)) ? 0 : 1;
  },
});

interface DescribedScore {
  readonly proxy: string;
  /** As the proxy defines it, and turned so that lower is better; null where it failed. */
  readonly raw: number | null;
  readonly normalized: number | null;
  readonly seconds: number;
  readonly failure?: string;
}

interface ScoredArchitecture {
  readonly text: string;
  readonly key: string;
  readonly scores: readonly DescribedScore[];
}

function describeScore(proxy: ZeroCostProxy, score: ProxyScore): DescribedScore {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    proxy: proxy.name,
    raw: finite(score.raw),
    normalized: finite(normalizedScore(proxy, score)),
    seconds: score.seconds,
    ...(score.failure !== undefined && { failure: score.failure }),
  };
}

function describe(scored: readonly ScoredArchitecture[], on: string): readonly string[] {
  return [
    ...scored.flatMap(({ text, scores }) => [
      paint("bold", text),
      ...columns(
        [
          ["proxy", "raw", "normalised", "seconds", ""].map((head) => paint("dim", head)),
          ...scores.map(({ proxy, raw, normalized, seconds, failure }) => [
            paint("cyan", proxy),
            raw === null ? "failed" : raw.toPrecision(6),
            normalized === null ? "" : normalized.toPrecision(6),
            seconds.toFixed(3),
            failure ?? "",
          ]),
        ],
        "  ",
      ),
    ]),
    paint("dim", `on ${on}; normalised: lower is better`),
  ];
}

function onlySpace(registry: Registry): string {
  const names = registry.names("spaces");
  if (names.length === 1) return names[0]!;
  throw new ProxyboError(
    "USAGE",
    names.length === 0 ? "no space is installed" : "several spaces are installed",
    {
      hint:
        names.length === 0
          ? "npm install @proxybo/space-nb201"
          : `say which: --space ${names.join(" or --space ")}`,
    },
  );
}
