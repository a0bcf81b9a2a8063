import {
  countParameters,
  type Observation,
  ProxyboError,
  type ProxySource,
  type SearchSpace,
  type Task,
} from "@proxybo/core";
import type { Column } from "@proxybo/importers";

/** A row before it is written: measured, scored, or both. */
export interface Row {
  readonly architecture: unknown;
  /** Absent where nothing measures. */
  readonly observation?: Observation;
  /** Of each proxy, lower is better; `undefined` where it was not scored yet. */
  readonly scores: readonly (number | undefined)[];
}

/** Columns of a table, and what its `valid` and `test` hold. */
export interface TableColumns {
  readonly columns: readonly Column[];
  readonly metric: "accuracy" | "error";
}

/**
 * The columns `arch`; `valid`, `test` and `seconds` where something measures; `params` where the space knows networks;
 * then one for each proxy, turned so that higher is better, as readers of tables take them.
 */
export function columnsOf(
  rows: readonly Row[],
  sources: readonly ProxySource[],
  space: SearchSpace,
  task: Task | undefined,
): TableColumns {
  const of = (name: string, value: (row: Row) => number): Column => ({
    name,
    kind: "number",
    values: Float64Array.from(rows, value),
  });
  const metric = rows.every(({ observation }) => isShare(observation)) ? "accuracy" : "error";
  const measured = (error: number | undefined): number =>
    error === undefined ? Number.NaN : metric === "accuracy" ? 100 - error : error;
  const tested = rows.some((row) => okOf(row)?.metrics["test"] !== undefined);
  const outcomes: readonly Column[] = [
    of("valid", (row) => measured(okOf(row)?.error)),
    ...(tested ? [of("test", (row) => measured(okOf(row)?.metrics["test"]))] : []),
    of("seconds", (row) => (okOf(row) ? row.observation!.seconds : Number.NaN)),
  ];
  const parameters = sources.some(({ name }) => name === "params") ? undefined : counter(rows, space, task);
  return {
    metric,
    columns: [
      { name: "arch", kind: "text", values: rows.map(({ architecture }) => space.format(architecture)) },
      ...(rows.some(({ observation }) => observation !== undefined) ? outcomes : []),
      ...(parameters ? [of("params", ({ architecture }) => parameters(architecture))] : []),
      ...sources.map(({ name }, i) => of(name, ({ scores }) => 0 - (scores[i] ?? Number.NaN))),
    ],
  };
}

/** What was measured, where that succeeded. */
export function okOf({ observation }: Row) {
  return observation?.outcome.status === "ok" ? observation.outcome : undefined;
}

/** An error rate may pass 100 %, and is no accuracy then. */
function isShare(observation: Observation | undefined): boolean {
  if (observation?.outcome.status !== "ok") return true;
  const { error, metrics } = observation.outcome;
  return [error, metrics["test"] ?? error].every((value) => value >= 0 && value <= 100);
}

/** Counts parameters; `undefined` where no task is known, or only the user's program knows the networks. */
function counter(
  rows: readonly Row[],
  space: SearchSpace,
  task: Task | undefined,
): ((architecture: unknown) => number) | undefined {
  if (task === undefined || rows.length === 0) return undefined;
  const count = (architecture: unknown): number => countParameters(space.network(architecture, task));
  try {
    count(rows[0]!.architecture);
    return count;
  } catch (error) {
    if (error instanceof ProxyboError && error.code === "USAGE") return undefined;
    throw error;
  }
}
