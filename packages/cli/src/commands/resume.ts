import { createStudy, orThrow, ProxyboError, requireSameSettings } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { readExecution, readNumber } from "../search/flags.ts";
import { openStore } from "../search/open.ts";
import { perform } from "../search/perform.ts";
import { reopen } from "../search/reopen.ts";
import { watchScoring } from "../search/scoring.ts";
import { note } from "../terminal/write.ts";
import { requireTrust, trustFlags } from "../trust/require-trust.ts";

export const resume = command({
  description: "Goes on with a study exactly as if it had never stopped.",
  args: {
    study: { type: "positional", description: "id of the study, the start of it, or its name (the newest)" },
    evaluations: {
      type: "string",
      valueHint: "n",
      description: "end after so many evaluations altogether (default: as it was started)",
    },
    ...executionFlags,
    ...trustFlags,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  examples: [
    { line: "proxybo resume 3f2a", does: "finish what was interrupted" },
    { line: "proxybo resume nb201-proxybo-1 --evaluations 400", does: "and go on for longer" },
  ],
  run: async ({ args }) => {
    const store = await openStore(args.store);
    try {
      const record = await store.study(args.study!);
      const kept = await requireTrust(record, args.trust);
      const scoring = watchScoring();
      const { assembly, file } = await reopen(
        kept,
        store,
        { evaluations: readNumber(args.evaluations), ...readExecution(args) },
        scoring,
      );
      try {
        if (kept.file !== null && file === undefined)
          note(`the configuration file ${kept.file} is gone; going on with the settings that were kept`);
        orThrow(requireSameSettings(kept, assembly.settings, record.id));
        const study = await createStudy({ ...assembly.options, resume: record.id });
        if (study.observations.length > study.evaluations)
          throw new ProxyboError(
            "USAGE",
            `the study has ${study.observations.length} evaluations already, more than ${study.evaluations}`,
            { hint: `give more: --evaluations ${study.observations.length * 2}` },
          );
        return await perform(study, assembly, scoring, {
          json: args.json === true,
          quiet: args.quiet === true,
        });
      } finally {
        await assembly.dispose();
      }
    } finally {
      await store.close();
    }
  },
});
