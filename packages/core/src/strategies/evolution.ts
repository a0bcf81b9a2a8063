import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import { sampleUnseen, takenKeys } from "../engine/candidates.ts";
import { targetErrors } from "../engine/targets.ts";
import { permutation } from "../random/permutation.ts";
import { evolutionShape } from "./shared-options.ts";

export interface EvolutionOptions {
  /** How many of the latest observations may have offspring. */
  readonly population: number;
  /** How many of them are drawn; the best of these is the parent. */
  readonly tournament: number;
}

export const evolutionOptions: z.ZodType<EvolutionOptions> = z.strictObject(evolutionShape);

/**
 * Regularised evolution (REA; Real et al., AAAI-19): the parent is the best of a random part of the latest
 * observations, the child is one of its neighbours; the oldest leave the population, not the worst.
 */
export function evolutionStrategy(given: OptionsInput<EvolutionOptions> = {}): Strategy {
  const options = evolutionOptions.parse(given);
  return {
    name: "evolution",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) =>
      state.observations.length < options.population ? immigrant(state) : suggestOffspring(state, options),
  };
}

/** A child of the latest observations; a random architecture where all children were seen. */
export function suggestOffspring<A>(
  state: SearchState<A>,
  options: EvolutionOptions,
): Suggestion<A> | undefined {
  return offspring(state, options) ?? immigrant(state);
}

function immigrant<A>(state: SearchState<A>): Suggestion<A> | undefined {
  const architecture = sampleUnseen(state.space, takenKeys(state), state.random.fork("immigrant"));
  return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
}

/** An unseen neighbour of a tournament's winner; of the winner of another tournament where all were seen. */
function offspring<A>(state: SearchState<A>, options: EvolutionOptions): Suggestion<A> | undefined {
  const population = state.observations.slice(-options.population);
  const errors = targetErrors(state.observations).slice(-options.population);
  const taken = takenKeys(state);
  for (let attempt = 0; attempt < 50; attempt++) {
    const random = state.random.fork("tournament", attempt);
    const drawn = permutation(population.length, random).subarray(0, options.tournament);
    const winner = drawn.reduce((best, i) => (errors[i]! < errors[best]! ? i : best), drawn[0]!);
    const parent = population[winner]!;
    const neighbours = state.space.neighbours(parent.architecture);
    for (const i of permutation(neighbours.length, random)) {
      const child = neighbours[i]!;
      if (!taken.has(state.space.key(child)))
        return { architecture: child, why: { rule: "mutation", parent: parent.text } };
    }
  }
  return undefined;
}

export const evolution: Entry<Strategy, void, EvolutionOptions> = {
  description: "Regularised evolution (REA)",
  options: evolutionOptions,
  create: (options) => evolutionStrategy(options),
};
