import { ProxyboError } from "@proxybo/core";
import { command } from "../arguments/command.ts";
import { outputFlags, storeFlags } from "../arguments/flags.ts";
import { describeExplanation } from "../report/describe-explanation.ts";
import { explain as explainTrial } from "../report/explanation.ts";
import { openStore } from "../search/open.ts";
import { trustFlags } from "../trust/require-trust.ts";
import { writeJson, writeLines } from "../terminal/write.ts";

export const explain = command({
  description:
    "Says why an architecture was chosen: ranks and influence of each source, the runners-up, what was predicted and what came out.",
  args: {
    study: { type: "positional", description: "id of the study, the start of it, or its name (the newest)" },
    n: { type: "positional", description: "the evaluation, as `proxybo studies <study>` counts them" },
    ...trustFlags,
    ...storeFlags,
    ...outputFlags,
  },
  examples: [
    { line: "proxybo explain 3f2a 21", does: "why evaluation 21 was made" },
    { line: "proxybo explain 3f2a 21 --json", does: "the same as a JSON document" },
  ],
  run: async ({ args }) => {
    const n = Number(args.n);
    if (!Number.isInteger(n) || n < 1)
      throw new ProxyboError("USAGE", `expected the number of an evaluation, 1, 2, …, got '${args.n}'`, {
        hint: `proxybo studies ${args.study} lists them`,
      });
    await using store = await openStore(args.store);
    const explanation = await explainTrial(store, args.study!, n, args.trust);
    if (args.json === true) {
      const { observation, ...rest } = explanation;
      const { text, ...kept } = observation;
      writeJson({ version: 1, ...rest, observation: { architecture: text, ...kept } });
    } else writeLines(describeExplanation(explanation));
    return 0;
  },
});
