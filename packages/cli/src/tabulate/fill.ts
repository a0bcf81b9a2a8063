import { setTimeout as after } from "node:timers/promises";
import { type Assembly, type Observation, ProxyboError, type StudyStore } from "@proxybo/core";
import { exitCodes } from "../exit-codes.ts";
import { carryOut, type Presentation } from "../search/perform.ts";
import type { ScoringWatch } from "../search/scoring.ts";
import { columnsOf, okOf, type Row } from "./columns.ts";
import { requireOwn, writeTable } from "./destination.ts";
import { openTabulation, settingsHash, type TabulationIdentity } from "./kept-study.ts";
import { readList } from "./list.ts";
import { type Order, orderOf } from "./order.ts";
import { noObjective } from "./parts.ts";
import { scoreRows } from "./score-rows.ts";

/** How a table is to be filled. */
export interface FillOptions {
  readonly file: string;
  /** File of the only architectures that are wanted. */
  readonly list: string | undefined;
  readonly count: number | undefined;
  /** Seconds of this sitting. */
  readonly budget: number | undefined;
  /** Measures failed ones again, first. */
  readonly retryFailed: boolean;
  readonly command: string;
  readonly shown: Presentation;
}

/** What came of it. */
export interface Filled {
  readonly file: string;
  /** Id of the study that keeps the measurements; `null` where nothing measures. */
  readonly study: string | null;
  readonly rows: number;
  /** How many rows the whole table has. */
  readonly total: number;
  readonly duplicates: number;
  /** Rows without a measurement, as it failed. */
  readonly failed: number;
  /** Cells without a score, as the proxy has none there or failed. */
  readonly blankScores: number;
  /** Rows that wait for scores, as the sitting ended before. */
  readonly unscored: number;
  readonly exitCode: number;
}

/**
 * Measures and scores architectures in their order, until all are done, the budget is spent or Ctrl-C; then writes the
 * table of all that is kept, of this sitting and earlier ones.
 */
export async function fill(
  assembly: Assembly,
  store: StudyStore,
  scoring: ScoringWatch,
  begin: (order: Order) => void,
  options: FillOptions,
): Promise<Filled> {
  const { space, proxies: sources = [], task, seed = 1 } = assembly.options;
  const listed = options.list === undefined ? undefined : await readList(options.list, space);
  const order = orderOf(space, { listed, count: options.count, seed });
  begin(order);
  const hash = await settingsHash(
    assembly,
    listed?.map((architecture) => space.format(architecture)),
  );
  const identity = { hash, command: options.command };
  await requireOwn(options.file, hash);
  const spent = new AbortController();
  const over = new AbortController();
  if (options.budget !== undefined)
    void after(1000 * options.budget, undefined, { signal: over.signal, ref: false }).then(
      () => spent.abort(new Error("the budget is spent")),
      () => {},
    );
  try {
    const measured =
      assembly.options.objective?.name === noObjective
        ? undefined
        : await measure(assembly, store, scoring, order, identity, spent.signal, options);
    const wanted: readonly Omit<Row, "scores">[] =
      measured?.observations.map((observation) => ({
        architecture: observation.architecture,
        observation,
      })) ?? order.architectures.map((architecture) => ({ architecture }));
    const rows = await scoreRows(wanted, sources, scoring, spent.signal, options.shown.quiet);
    if (rows.length > 0)
      await writeTable(options.file, columnsOf(rows, sources, space, task), assembly, identity);
    return {
      file: options.file,
      study: measured?.study ?? null,
      rows: rows.length,
      total: Math.max(order.architectures.length, rows.length),
      duplicates: order.duplicates,
      failed: rows.filter((row) => row.observation && !okOf(row)).length,
      blankScores: rows.flatMap(({ scores }) => scores.filter(Number.isNaN)).length,
      unscored: rows.filter(({ scores }) => scores.includes(undefined)).length,
      exitCode: measured?.exitCode ?? exitCodes.ok,
    };
  } finally {
    over.abort();
  }
}

interface Measured {
  readonly study: string;
  /** In the order of the architectures. */
  readonly observations: readonly Observation[];
  readonly exitCode: number;
}

async function measure(
  assembly: Assembly,
  store: StudyStore,
  scoring: ScoringWatch,
  { architectures }: Order,
  identity: TabulationIdentity,
  finish: AbortSignal,
  { shown, retryFailed }: FillOptions,
): Promise<Measured> {
  const study = await openTabulation(assembly, architectures.length, identity, store);
  const again = retryFailed
    ? study.observations.filter(({ outcome }) => outcome.status !== "ok").map(({ n }) => n)
    : [];
  let ended =
    again.length > 0 ? await carryOut(study, assembly, scoring, shown, { retry: again, finish }) : undefined;
  // Retrying ends as an exhausted list does: with all evaluations done that were asked for.
  if (ended === undefined || ended.end === "evaluations")
    ended = await carryOut(study, assembly, scoring, shown, { finish });
  if (ended.end === "failing") throw failing(study.observations);
  return {
    study: study.id,
    observations: study.observations.toSorted((a, b) => a.n - b.n),
    exitCode: ended.exitCode,
  };
}

function failing(observations: readonly Observation[]): ProxyboError {
  const { outcome } = observations.at(-1)!;
  const last = outcome.status === "ok" ? "" : `${outcome.reason} (${outcome.code})`;
  return new ProxyboError(
    "SEARCH_FAILING",
    `the first ${observations.length} evaluations all failed; the last: ${last}`,
    {
      hint: "mend the objective, then the same command with --retry-failed; to go on though they fail: --give-up-after 0",
    },
  );
}
