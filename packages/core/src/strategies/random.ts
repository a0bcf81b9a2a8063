import { z } from "zod";
import type { Entry } from "../contracts/plugin.ts";
import type { Strategy } from "../contracts/strategy.ts";
import { sampleUnseen, takenKeys } from "../engine/candidates.ts";

/** Random search: an architecture drawn from the space, each network at most once. */
export function randomStrategy(): Strategy {
  return {
    name: "random",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) => {
      const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
      return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
    },
  };
}

export const random: Entry<Strategy> = {
  description: "Random search (RS)",
  options: z.strictObject({}),
  create: () => randomStrategy(),
};
