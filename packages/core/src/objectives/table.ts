import { resolve } from "node:path";
import type { Objective } from "../contracts/objective.ts";
import type { Evaluation } from "../contracts/observation.ts";
import type { Entry, ObjectiveContext, OptionsInput } from "../contracts/plugin.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { indexArchitectures } from "../tables/architectures.ts";
import { readTable } from "../tables/read.ts";
import { errorsOf, optionalErrorsOf, secondsOf } from "./table-columns.ts";
import { type TableOptions, tableOptions } from "./table-options.ts";
import { recordedProxies } from "./table-proxies.ts";

/** An objective that has every proxy score on record. */
export type TableObjective<A> = Objective<A> & Required<Pick<Objective<A>, "recordedProxies">>;

/**
 * Looks results up in a benchmark table instead of training: errors in percent, seconds as the table records them.
 *
 * @throws {ProxyboError} `TABLE_INVALID` naming file, row and column.
 * @example
 * const objective = await tableObjective(space, { path: "nb201.csv.gz" });
 * objective.recordedProxies.get("synflow") // => a source of scores, lower is better
 */
export async function tableObjective<A>(
  space: SearchSpace<A>,
  given: OptionsInput<TableOptions>,
  directory = ".",
): Promise<TableObjective<A>> {
  const options = tableOptions.parse(given);
  const file = resolve(directory, options.path);
  const { arch, valid } = options.columns;
  const table = await readTable(file, [arch]);
  const index = indexArchitectures(table, arch, space);
  const errors = errorsOf(table, valid, options);
  const test = optionalErrorsOf(table, options);
  const seconds = secondsOf(table, options);
  // What is returned holds on to the columns it needs, not to the table with its texts.
  const { rowNumber } = table;

  const lookUp = (text: string, key: string): Evaluation => {
    const row = index.find(text, key);
    if (row === -1) return absent(`the table has no row for '${text}' (${file})`);
    const error = errors[row]!;
    if (Number.isNaN(error)) return absent(`row ${rowNumber(row)} for '${text}' has no '${valid}' (${file})`);
    const held = test?.[row] ?? Number.NaN;
    return {
      status: "ok",
      error,
      metrics: Number.isNaN(held) ? {} : { test: held },
      seconds: seconds[row]!,
    };
  };

  const known = errors.reduce((count, error) => count + (Number.isNaN(error) ? 0 : 1), 0);
  const pool = (): readonly A[] =>
    Array.from(errors, (_, row) => row)
      .filter((row) => !Number.isNaN(errors[row]!))
      .map((row) => index.architecture(row));
  return {
    name: "table",
    evaluate: async ({ text, key, signal }) => {
      signal.throwIfAborted();
      return lookUp(text, key);
    },
    ...(known < space.size ? { architectures: pool() } : {}),
    recordedProxies: await recordedProxies(table, index, options, space, directory),
  };
}

function absent(reason: string): Evaluation {
  return { status: "failed", code: "TABLE_INVALID", reason, seconds: 0 };
}

export const table: Entry<Objective, ObjectiveContext, TableOptions> = {
  description: "Looks results up in a benchmark table (CSV, CSV.gz, Parquet)",
  options: tableOptions,
  create: (options, { space, directory }) => tableObjective(space, options, directory),
};
