import { type SearchState, sampleUnseen, type Strategy, type Suggestion, takenKeys } from "@proxybo/core";
import { z } from "zod";

export interface TemplateNameOptions {
  /** Architectures evaluated at random first. */
  readonly initial: number;
}

export const templateNameOptions: z.ZodType<TemplateNameOptions> = z.strictObject({
  initial: z.int().min(1).default(5).describe("architectures evaluated at random first"),
});

/**
 * Local search: an unseen neighbour of the best architecture so far; where all of its neighbours were seen, one of the
 * next best; a random one where nothing is left around any of them.
 *
 * A strategy keeps nothing between calls. All that it knows is in `state`, and randomness comes from `state.random` only,
 * so that a study that was resumed goes on as if it had never stopped.
 *
 * Source: White, Nolen, Savani, *Exploring the Loss Landscape in Neural Architecture Search*, UAI 2021.
 */
export function templateNameStrategy({ initial }: TemplateNameOptions = { initial: 5 }): Strategy {
  return {
    name: "template-name",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) =>
      (state.observations.length < initial ? undefined : unseenNeighbour(state)) ?? unseen(state),
  };
}

function unseenNeighbour<A>(state: SearchState<A>): Suggestion<A> | undefined {
  const { space, observations, random } = state;
  const taken = takenKeys(state);
  const measured = observations.flatMap(({ architecture, text, outcome }) =>
    outcome.status === "ok" ? [{ architecture, text, error: outcome.error }] : [],
  );
  for (const parent of measured.toSorted((a, b) => a.error - b.error)) {
    const left = space.neighbours(parent.architecture).filter((other) => !taken.has(space.key(other)));
    if (left.length > 0)
      return {
        architecture: left[random.integer(left.length)]!,
        why: { rule: "neighbour", parent: parent.text },
      };
  }
  return undefined;
}

/** A random architecture that is neither observed nor pending; `undefined` where the space is exhausted. */
function unseen<A>(state: SearchState<A>): Suggestion<A> | undefined {
  const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
  return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
}
