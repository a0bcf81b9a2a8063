import { createStudy, orThrow, ProxyboError, requireSameSettings, type Study } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { executionFlags, outputFlags, storeFlags } from "../arguments/flags.ts";
import { readExecution } from "../search/flags.ts";
import { openStore } from "../search/open.ts";
import { perform } from "../search/perform.ts";
import { reopen } from "../search/reopen.ts";
import { watchScoring } from "../search/scoring.ts";
import { requireTrust, trustFlags } from "../trust/require-trust.ts";

export const retry = command({
  description:
    "Evaluates failed architectures of a study again; the earlier results are kept beside the new ones.",
  args: {
    study: { type: "positional", description: "id of the study, the start of it, or its name (the newest)" },
    ...executionFlags,
    ...trustFlags,
    ...storeFlags,
    ...outputFlags,
    quiet: { type: "boolean", description: "no progress, only the result" },
  },
  rest: true,
  examples: [
    { line: "proxybo retry 3f2a", does: "every evaluation that failed or was cancelled" },
    { line: "proxybo retry 3f2a 7 12 --timeout 3600", does: "evaluations 7 and 12, with more time" },
  ],
  run: async ({ args }) => {
    const store = await openStore(args.store);
    try {
      const record = await store.study(args.study!);
      const kept = await requireTrust(record, args.trust);
      const scoring = watchScoring();
      const { assembly } = await reopen(kept, store, readExecution(args), scoring);
      try {
        orThrow(requireSameSettings(kept, assembly.settings, record.id));
        const study = await createStudy({ ...assembly.options, resume: record.id });
        const shown = { json: args.json === true, quiet: args.quiet === true };
        return await perform(study, assembly, scoring, shown, chosen(study, args._.slice(1)));
      } finally {
        await assembly.dispose();
      }
    } finally {
      await store.close();
    }
  },
});

/** The trials that are meant: those that are named, or every one without a result. */
function chosen({ observations, name }: Study<unknown>, named: readonly string[]): readonly number[] {
  const failed = observations.filter(({ outcome }) => outcome.status !== "ok").map(({ n }) => n);
  for (const word of named) {
    if (failed.includes(Number(word))) continue;
    throw new ProxyboError("USAGE", `expected the number of an evaluation that failed, got '${word}'`, {
      hint: failed.length === 0 ? "none failed" : `failed: ${failed.join(", ")}`,
    });
  }
  if (failed.length === 0)
    throw new ProxyboError("USAGE", `study '${name}' has no failed evaluation to try again`);
  return named.length === 0 ? failed : [...new Set(named.map(Number))];
}
