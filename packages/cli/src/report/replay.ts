import { isDeepStrictEqual } from "node:util";
import { isLeft } from "fp-ts/lib/Either.js";
import {
  type Assembly,
  createRandom,
  type Observation,
  type ObservationRecord,
  type RunnerUp,
  type SearchState,
  type StudyStore,
  type Why,
} from "@proxybo/core";

/** What a strategy says when it is asked again for a trial. */
export interface Replay {
  /** Whether it chose the same architecture as then, for the same reasons. */
  readonly same: boolean;
  readonly runnersUp: readonly RunnerUp[];
}

/**
 * Asks the strategy again for a trial, in the state that it was suggested from: strategies hold no state, so the answer is
 * the same, and brings the candidates that were not chosen.
 */
export async function replay(
  assembly: Pick<Assembly, "options">,
  store: StudyStore,
  study: string,
  trial: ObservationRecord,
): Promise<Replay> {
  const { space, strategy } = assembly.options;
  const suggestion = await strategy.suggest(await stateOf(assembly, store, study, trial));
  // Under other versions the same pick may come of other ranks: those are no runners-up of the decision as it was made.
  const same =
    suggestion !== undefined &&
    space.key(suggestion.architecture) === trial.key &&
    isDeepStrictEqual(opinionOf(suggestion.why), opinionOf(trial.why));
  return { same, runnersUp: same ? (suggestion.runnersUp ?? []) : [] };
}

/** The state that a trial was suggested from. */
export async function stateOf(
  { options }: Pick<Assembly, "options">,
  store: StudyStore,
  study: string,
  trial: ObservationRecord,
): Promise<SearchState> {
  const { space, surrogate, proxies = [], seed = 1 } = options;
  const records = await store.observations(study);
  const trials = await store.trials(study);
  const kept = trials.find(({ n }) => n === trial.n);
  // A study of before trials were kept ran one evaluation at a time.
  const before = kept?.observed ?? records.filter(({ n }) => n < trial.n).length;
  const known = records.slice(0, before).flatMap((record): Observation[] => {
    const parsed = space.parse(record.text);
    return isLeft(parsed) ? [] : [{ ...record, architecture: parsed.right }];
  });
  const waiting = (kept?.pending ?? []).flatMap((n) => {
    const found = trials.find((other) => other.n === n);
    const parsed = found && space.parse(found.text);
    return parsed === undefined || isLeft(parsed) ? [] : [parsed.right];
  });
  const cancelled = known.filter(({ outcome }) => outcome.status === "cancelled");
  return {
    n: trial.n,
    space,
    observations: known.filter(({ outcome }) => outcome.status !== "cancelled"),
    pending: [...waiting, ...cancelled.map(({ architecture }) => architecture)],
    surrogate,
    proxies,
    seed,
    random: createRandom(seed, "trial", trial.n),
  };
}

function opinionOf({ ranks, combinedRank, prediction, expectedImprovement }: Why): readonly unknown[] {
  return [ranks, combinedRank, prediction, expectedImprovement];
}
