import process from "node:process";
import { type NetworkRuntime, scoreArchitecture } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { configFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { type FlagLayer, readFlags, readNumber } from "../search/flags.ts";
import { type Composition, compose, openStore, usualConfig } from "../search/open.ts";
import { composeKept } from "../search/reopen.ts";
import { prepareScoring } from "../score/prepare.ts";
import { describeScore, describeScores, type ScoredArchitecture } from "../score/describe.ts";
import { writeJson, writeLines } from "../terminal/write.ts";
import { requireTrust, trustFlags } from "../trust/require-trust.ts";

const { space, proxies, runtime, dataset, seed, set } = configFlags;

export const score = command({
  description: "Computes zero-cost proxies of architectures, without training them.",
  args: {
    architecture: { type: "positional", description: "text of the architecture; several may follow" },
    study: {
      type: "string",
      valueHint: "study",
      description: "score in the network, and on the examples, of this study",
    },
    space: { ...space, description: "search space (default: the only one that is installed)" },
    proxies: { ...proxies, description: "which (default: all that are installed)" },
    dataset: { ...dataset, description: "examples to score on (default: fashion-mnist)" },
    runtime,
    "batch-size": { type: "string", valueHint: "n", description: "examples in the mini-batch (default 64)" },
    seed: { ...seed, description: "draws the mini-batch and the initial parameters (default 1)" },
    set,
    ...trustFlags,
    ...storeFlags,
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
    { line: "proxybo score '…' --study 3f2a", does: "as the study 3f2a sees it" },
  ],
  run: async ({ args, rawArgs }) => {
    const flags = readFlags(args, rawArgs);
    const batchSize = readNumber(args["batch-size"]);
    const { config, registry, directory } = await composeScoring(args, {
      sets: flags.sets,
      config: { ...flags.config, ...(batchSize !== undefined && { batchSize: batchSize as number }) },
    });
    const texts = args._;
    await using parts = await prepareScoring(config, registry, directory, texts);
    const { proxies: made, run, seed: drawn } = parts;
    const scored: ScoredArchitecture[] = [];
    for (const [i, architecture] of parts.architectures.entries()) {
      const scores = await scoreArchitecture({ ...parts, ...run, architecture });
      scored.push({
        text: texts[i]!,
        key: parts.space.key(architecture),
        scores: made.map((proxy) => describeScore(proxy, scores[proxy.name]!)),
      });
    }
    if (args.json === true)
      writeJson({
        version: 1,
        space: parts.space.name,
        dataset: parts.dataset,
        ...(run && { runtime: backendOf(run.runtime), batchSize: run.batch.labels.length }),
        seed: drawn,
        architectures: scored.map(({ text, key, scores }) => ({
          architecture: text,
          key,
          scores: Object.fromEntries(scores.map(({ proxy, ...rest }) => [proxy, rest])),
        })),
      });
    else
      writeLines(
        describeScores(
          scored,
          run === undefined
            ? `networks for ${parts.dataset ?? "the task given"}, which were counted and not built`
            : `${parts.dataset}, ${run.batch.labels.length} examples, seed ${drawn}, ${backendOf(run.runtime)}`,
        ),
      );
    return scored.every(({ scores }) => scores.every(({ failure }) => failure === undefined)) ? 0 : 1;
  },
});

function backendOf({ name, backend }: NetworkRuntime): string {
  return `${name}:${backend}`;
}

/** The configuration to score by: that of a study, or the usual file; flags are laid over it. */
async function composeScoring(
  {
    study,
    store: storeFile,
    trust,
  }: {
    readonly study: string | undefined;
    readonly store: string | undefined;
    readonly trust: boolean | undefined;
  },
  flags: FlagLayer,
): Promise<Composition> {
  if (study === undefined) return compose(await usualConfig(process.cwd()), flags);
  await using store = await openStore(storeFile);
  const record = await store.study(study);
  const { config, directory, file } = await composeKept(await requireTrust(record, trust));
  return compose(file, { sets: flags.sets, config: { ...config, ...flags.config } }, directory);
}
