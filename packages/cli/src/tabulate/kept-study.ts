import {
  type Assembly,
  createStudy,
  type Json,
  ProxyboError,
  type Study,
  type StudyRecord,
  type StudyStore,
} from "@proxybo/core";
import { fingerprint } from "../trust/fingerprint.ts";

/** What the study of a table is known by. */
export interface TabulationIdentity {
  /** Of all that decides what is measured; rows of one hash belong together. */
  readonly hash: string;
  /** The command line that goes on with it. */
  readonly command: string;
}

/**
 * The hash of what decides measurements: proxies are not among it, nor how many architectures there are to be, so that
 * both may be added later.
 *
 * @param listed - texts of the architectures, where a list restricts them.
 */
export async function settingsHash(
  { settings: { config, directory }, dataset }: Assembly,
  listed: readonly string[] | undefined,
): Promise<string> {
  const { space, objective, runtime, task, seed } = config;
  const decisive = {
    space,
    objective,
    runtime,
    task: task ?? null,
    seed,
    dataset: config.dataset ?? null,
    data: config.dataset === undefined ? null : (await dataset()).fingerprint,
    listed: listed === undefined ? null : listed.toSorted(),
    directory,
  };
  return fingerprint(JSON.parse(JSON.stringify(decisive)) as Json);
}

/** The study of these settings that the store has, else a new one. */
export async function openTabulation(
  { options }: Assembly,
  evaluations: number,
  { hash, command }: TabulationIdentity,
  store: StudyStore,
): Promise<Study<unknown>> {
  const { space, seed } = options;
  const kept = (await store.studies())
    .filter(({ settings }) => tabulationOf(settings)?.hash === hash)
    .toSorted((a, b) => (a.created < b.created ? 1 : -1))[0];
  const settings = { ...(options.settings as Readonly<Record<string, Json>>), tabulation: { hash, command } };
  return createStudy({
    ...options,
    evaluations,
    settings,
    name: `${space.name}-tabulate-${seed}`,
    ...(kept && { resume: kept.id }),
  });
}

function tabulationOf(settings: Json): TabulationIdentity | undefined {
  if (typeof settings !== "object" || settings === null) return undefined;
  return (settings as { readonly tabulation?: TabulationIdentity }).tabulation;
}

/** Refuses a study that fills a table, which only its own command goes on with. */
export function refuseTabulation({ name, settings }: StudyRecord): void {
  const tabulation = tabulationOf(settings);
  if (tabulation === undefined) return;
  throw new ProxyboError("USAGE", `the study '${name}' fills a table, and no search goes on with it`, {
    hint: `go on with it by its own command: ${tabulation.command}`,
  });
}
