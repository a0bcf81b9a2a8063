import {
  expandReference,
  type ObservationRecord,
  type ProxyboConfig,
  ProxyboError,
  type StudyStore,
} from "@proxybo/core";
import { assembleAgain } from "../report/gather.ts";
import { stateOf } from "../report/replay.ts";
import type { FlagLayer } from "./flags.ts";

export const transferFlags = {
  transfer: {
    type: "string",
    valueHint: "study",
    description: "begin with what the surrogate of this study, of a task that is alike, has learnt",
  },
} as const;

/** What the surrogate of a study learnt, as options of a surrogate. */
export interface Learnt {
  readonly study: string;
  readonly surrogate: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Asks a kept study what its surrogate learnt.
 *
 * @throws {ProxyboError} `STUDY_UNKNOWN`, `STUDY_UNTRUSTED`; `USAGE` where there is nothing that could be handed on.
 */
export async function learntBy(
  store: StudyStore,
  reference: string,
  trust: boolean | undefined,
): Promise<Learnt> {
  const record = await store.study(reference);
  const nothing = (why: string): ProxyboError =>
    new ProxyboError("USAGE", `study '${record.name}' has nothing to transfer: ${why}`, {
      hint: "expected a study by proxygp, or by bo with the surrogate gp, after some evaluations",
    });
  const observations = await store.observations(record.id);
  const last = observations.reduce<ObservationRecord | undefined>(
    (latest, found) => (latest !== undefined && latest.n > found.n ? latest : found),
    undefined,
  );
  if (last === undefined) throw nothing("it has no result yet");
  await using assembly = await assembleAgain(record, store, trust);
  const { strategy } = assembly.options;
  const options = await strategy.transfer?.(await stateOf(assembly, store, record.id, last));
  if (options === undefined)
    throw nothing(`its strategy '${strategy.name}' has learnt nothing that could be handed on`);
  return { study: record.name, surrogate: nameOf(assembly.settings.config)!, options };
}

/**
 * Lays what was learnt under the values that were set: it is kept with the new study, which needs the old one no more.
 *
 * @throws {ProxyboError} `USAGE` where the search is to have another surrogate.
 */
export function withLearnt(
  flags: FlagLayer,
  config: ProxyboConfig,
  { study, surrogate, options }: Learnt,
): FlagLayer {
  const named = nameOf(config);
  if (named !== undefined && named !== surrogate)
    throw new ProxyboError(
      "USAGE",
      `study '${study}' taught the surrogate '${surrogate}', this search is to have '${named}'`,
      { hint: `leave --surrogate out, or give --surrogate ${surrogate}` },
    );
  const sets = Object.entries(options).map(
    ([option, value]) => `surrogate.options.${option}=${JSON.stringify(value)}`,
  );
  return { ...flags, sets: [`surrogate.name=${surrogate}`, ...sets, ...flags.sets] };
}

function nameOf({ surrogate }: ProxyboConfig): string | undefined {
  return surrogate === undefined ? undefined : expandReference(surrogate, "surrogate").name;
}
