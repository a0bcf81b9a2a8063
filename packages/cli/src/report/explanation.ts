import { messageOf, type ObservationRecord, ProxyboError, type StudyStore } from "@proxybo/core";
import { assembleAgain } from "./gather.ts";
import { replay } from "./replay.ts";

/** A candidate that was not chosen, and how it did where it was evaluated later. */
export interface ExplainedRunnerUp {
  readonly architecture: string;
  readonly ranks?: Readonly<Record<string, number>>;
  readonly combinedRank?: number;
  readonly prediction?: { readonly error: number; readonly low?: number; readonly high?: number };
  readonly expectedImprovement?: number;
  readonly evaluated: { readonly n: number; readonly error: number | null } | null;
}

/** Why a trial was chosen, and what came of it. */
export interface Explanation {
  readonly study: { readonly id: string; readonly name: string };
  readonly observation: ObservationRecord;
  /** The lowest error before it finished, in percent. */
  readonly incumbent: number | null;
  /** Best first. */
  readonly runnersUp: readonly ExplainedRunnerUp[];
  /** Why there are no runners-up; null where there are. */
  readonly note: string | null;
}

/**
 * Explains trial n of a study.
 *
 * @throws {ProxyboError} `STUDY_UNKNOWN`; `USAGE` where the study has no result of trial n.
 */
export async function explain(
  store: StudyStore,
  reference: string,
  n: number,
  trust: boolean | undefined,
): Promise<Explanation> {
  const record = await store.study(reference);
  const observations = await store.observations(record.id);
  const at = observations.findIndex((found) => found.n === n);
  const observation = observations[at];
  if (observation === undefined) {
    const last = observations.reduce((most, found) => Math.max(most, found.n), 0);
    throw new ProxyboError("USAGE", `study '${record.name}' has no result of evaluation ${n}`, {
      hint:
        last === 0
          ? "it has none at all yet"
          : `expected 1 … ${last}: proxybo studies ${record.id} lists them`,
    });
  }
  const earlier = observations
    .slice(0, at)
    .flatMap(({ outcome }) => (outcome.status === "ok" ? [outcome.error] : []));
  const common = {
    study: { id: record.id, name: record.name },
    observation,
    incumbent: earlier.length === 0 ? null : Math.min(...earlier),
  };
  try {
    await using assembly = await assembleAgain(record, store, trust);
    const { space } = assembly.options;
    const { same, runnersUp } = await replay(assembly, store, record.id, observation);
    if (!same)
      return {
        ...common,
        runnersUp: [],
        note: "asked again, the strategy decides otherwise: the packages, the data or an outcome changed since",
      };
    if (runnersUp.length === 0)
      return { ...common, runnersUp: [], note: `'${observation.why.rule}' ranks no candidates` };
    return {
      ...common,
      runnersUp: runnersUp.map(({ architecture, ...thought }) => ({
        architecture: space.format(architecture),
        ...thought,
        evaluated: resultOf(observations, space.key(architecture)),
      })),
      note: null,
    };
  } catch (error) {
    return { ...common, runnersUp: [], note: `the decision cannot be made again: ${messageOf(error)}` };
  }
}

function resultOf(observations: readonly ObservationRecord[], key: string): ExplainedRunnerUp["evaluated"] {
  const found = observations.find((observation) => observation.key === key);
  if (found === undefined) return null;
  return { n: found.n, error: found.outcome.status === "ok" ? found.outcome.error : null };
}
