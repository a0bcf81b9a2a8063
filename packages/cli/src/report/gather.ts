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

/** A kept study that is read again and again as it grows; its parts are made once. */
export interface StudyReader extends AsyncDisposable {
  readonly record: StudyRecord;
  /** All that can be said of it now. What its parts would add and cannot is named in its notes. */
  read(): Promise<ReportStudy>;
}

/** All that can be said of a kept study. */
export async function gatherStudy(
  store: StudyStore,
  reference: string,
  trust: boolean | undefined,
): Promise<ReportStudy> {
  await using reader = await openReader(store, reference, trust);
  return reader.read();
}

/** Opens a kept study to be read. */
export async function openReader(
  store: StudyStore,
  reference: string,
  trust: boolean | undefined,
): Promise<StudyReader> {
  const record = await store.study(reference);
  const settings = fold<Error, RunSettings, RunSettings | undefined>(
    () => undefined,
    (read) => read,
  )(readSettings(record.settings, record.id));
  const common = {
    record,
    versions: [
      ...(settings?.plugins.map(({ package: name, version }) => `${name} ${version}`) ?? []),
      `report by @proxybo/cli ${await cliVersion()} on Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
    ],
    ...(settings && { commands: [reproduceCommand(settings)] }),
  };
  let parts: Awaited<ReturnType<typeof openParts>> | undefined;
  let note = "Started by a program: cells and proxies cannot be shown from the store alone.";
  if (settings !== undefined)
    try {
      parts = await openParts(record, store, trust);
    } catch (error) {
      note = `Cells and proxies are not shown, the parts cannot be made: ${messageOf(error)}`;
    }
  return {
    record,
    async read() {
      const observations = await store.observations(record.id);
      if (parts === undefined) return { ...common, observations, notes: [note] };
      return { ...common, observations, ...(await parts.ask(observations)) };
    },
    async [Symbol.asyncDispose]() {
      await parts?.close();
    },
  };
}

/** The parts of a kept study, made to look things up: no proxy is computed that has no score yet, but for those that count. */
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
    counting: {},
  });
}

/** Scores that a running search adds are looked for again after so many milliseconds: its parts are made again for it. */
const patience = 60_000;

/** The space and the proxies of a study, to ask of its architectures. */
async function openParts(record: StudyRecord, store: StudyStore, trust: boolean | undefined) {
  let assembly = await assembleAgain(record, store, trust);
  let made = performance.now();
  const known = new Map<string, Map<string, number>>();
  /** Scores of one proxy; NaN where none is kept. */
  const scoresOf = async (
    { source }: Assembly["proxies"][number],
    texts: readonly string[],
  ): Promise<Float64Array> => {
    const { space } = assembly.options;
    const kept = known.get(source.name) ?? new Map<string, number>();
    known.set(source.name, kept);
    for (const text of texts) {
      if (kept.has(text)) continue;
      const parsed = space.parse(text);
      const score = isRight(parsed) ? await scoreOf(source, parsed.right) : Number.NaN;
      if (Number.isFinite(score)) kept.set(text, score);
    }
    return Float64Array.from(texts, (text) => kept.get(text) ?? Number.NaN);
  };
  return {
    async ask(observations: readonly ObservationRecord[]): Promise<Pick<ReportStudy, "graph" | "proxies">> {
      const texts = observations.map(({ text }) => text);
      const waiting = assembly.proxies.some(
        ({ source, from }) => from === "live" && texts.some((text) => !known.get(source.name)?.has(text)),
      );
      if (waiting && performance.now() - made > patience) {
        await assembly.dispose();
        assembly = await assembleAgain(record, store, trust);
        made = performance.now();
      }
      const proxies = [];
      for (const proxy of assembly.proxies)
        proxies.push({ name: proxy.source.name, scores: await scoresOf(proxy, texts) });
      const { space } = assembly.options;
      return { graph: (text) => graphOf(space, text), proxies };
    },
    close: () => assembly.dispose(),
  };
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
