import { z } from "zod";
import type { Entry } from "../contracts/plugin.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import { sampleUnseen, takenKeys } from "../engine/candidates.ts";

/** Random search: an architecture drawn from the space, each network at most once. */
export function randomStrategy(): Strategy {
  return {
    name: "random",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) => suggestRandomly(state),
  };
}

/** A random architecture that is neither observed nor pending; `undefined` when none is left. */
export function suggestRandomly<A>(state: SearchState<A>): Suggestion<A> | undefined {
  const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
  return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
}

export const random: Entry<Strategy> = {
  description: "Random search (RS)",
  options: z.strictObject({}),
  create: () => randomStrategy(),
};
