import { command } from "../arguments/command.ts";
import { configFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { quickstartConfig } from "../quickstart.ts";
import { readFlags } from "../search/flags.ts";
import { compose, open, openStore } from "../search/open.ts";
import { perform } from "../search/perform.ts";
import { watchScoring } from "../search/scoring.ts";
import { startStudy } from "../trust/start-study.ts";

const { evaluations, seed, runtime, set } = configFlags;

export const quickstart = command({
  description:
    "Searches with real training: ProxyBO over NAS-Bench-201 cells, trained on carried images, about two minutes on two cores.",
  args: {
    evaluations: {
      ...evaluations,
      description: `end after so many (default ${quickstartConfig.evaluations})`,
    },
    seed,
    runtime,
    set,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  examples: [
    { line: "proxybo quickstart", does: "the whole search" },
    { line: "proxybo quickstart --evaluations 8 --seed 2", does: "a shorter one, from another start" },
  ],
  run: async ({ args, rawArgs }) => {
    const given = readFlags(args, rawArgs);
    const flags = { config: { ...quickstartConfig, ...given.config }, sets: given.sets };
    const composition = await compose(undefined, flags);
    const store = await openStore(args.store);
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
