import process from "node:process";
import { fold, isLeft, isRight } from "fp-ts/lib/Either.js";
import {
  type Assembly,
  assemble,
  type LabelledGraph,
  messageOf,
  type ObservationRecord,
  readSettings,
  type RunSettings,
  type StudyRecord,
  type SearchSpace,
  type StudyStore,
} from "@proxybo/core";
import type { ReportStudy } from "@proxybo/report";
import { composeKept } from "../search/reopen.ts";
import { requireTrust } from "../trust/require-trust.ts";
import { cliVersion } from "../version.ts";
import { reproduceCommand } from "./reproduce.ts";

/** All that can be said of a kept study. What its parts would add and cannot is named in its notes. */
export async function gatherStudy(
  store: StudyStore,
  reference: string,
  trust: boolean | undefined,
): Promise<ReportStudy> {
  const record = await store.study(reference);
  const observations = await store.observations(record.id);
  const settings = fold<Error, RunSettings, RunSettings | undefined>(
    () => undefined,
    (read) => read,
  )(readSettings(record.settings, record.id));
  const study: ReportStudy = {
    record,
    observations,
    versions: [
      ...(settings?.plugins.map(({ package: name, version }) => `${name} ${version}`) ?? []),
      `report by @proxybo/cli ${await cliVersion()} on Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
    ],
    ...(settings && { commands: [reproduceCommand(settings)] }),
  };
  if (settings === undefined)
    return {
      ...study,
      notes: ["Started by a program: cells and proxies cannot be shown from the store alone."],
    };
  try {
    await using assembly = await assembleAgain(record, store, trust);
    return { ...study, ...(await askParts(assembly, observations)) };
  } catch (error) {
    return {
      ...study,
      notes: [`Cells and proxies are not shown, the parts cannot be made: ${messageOf(error)}`],
    };
  }
}

/** The parts of a kept study, made to look things up: no proxy is computed that has no score yet. */
export async function assembleAgain(
  record: StudyRecord,
  store: StudyStore,
  trust: boolean | undefined,
): Promise<Assembly> {
  const { config, registry, directory } = await composeKept(await requireTrust(record, trust));
  return assemble(config, registry, {
    directory,
    store,
    scoring: { signal: AbortSignal.abort(new Error("scores that are not kept are not computed")) },
  });
}

async function askParts(
  { options, proxies }: Assembly,
  observations: readonly ObservationRecord[],
): Promise<Pick<ReportStudy, "graph" | "proxies" | "notes">> {
  const { space } = options;
  const parsed = observations.map(({ text }) => space.parse(text));
  const scored = [];
  for (const { source } of proxies) {
    const scores = new Float64Array(observations.length).fill(Number.NaN);
    for (const [i, architecture] of parsed.entries())
      if (isRight(architecture)) scores[i] = await scoreOf(source, architecture.right);
    scored.push({ name: source.name, scores });
  }
  return { graph: (text) => graphOf(space, text), proxies: scored };
}

async function scoreOf(
  source: Assembly["proxies"][number]["source"],
  architecture: unknown,
): Promise<number> {
  try {
    const [score] = await source.scores([architecture]);
    return score ?? Number.NaN;
  } catch {
    // Not kept: the study never asked for it.
    return Number.NaN;
  }
}

function graphOf(space: SearchSpace, text: string): LabelledGraph | undefined {
  const parsed = space.parse(text);
  return isLeft(parsed) ? undefined : space.graph?.(parsed.right);
}
