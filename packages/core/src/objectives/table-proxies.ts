import { resolve } from "node:path";
import type { SearchSpace } from "../contracts/space.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import { indexArchitectures, type RowIndex } from "../tables/architectures.ts";
import { missingColumn, tableInvalid } from "../tables/invalid.ts";
import { readTable } from "../tables/read.ts";
import type { Table } from "../tables/table.ts";
import type { TableOptions } from "./table-options.ts";

/** Columns of numbers that are scores, of the architectures that `index` finds. */
interface ScoreTable<A> {
  readonly table: Table;
  readonly index: RowIndex<A>;
  readonly names: readonly string[];
}

/**
 * Every numeric column that has no other part, and those of the table that the option `proxies` names, as scores where
 * lower is better. A cell that is blank or not finite has no score (NaN), and so has an architecture without a row.
 *
 * @throws {ProxyboError} `TABLE_INVALID` naming file, row and column.
 */
export async function recordedProxies<A>(
  table: Table,
  index: RowIndex<A>,
  options: TableOptions,
  space: SearchSpace<A>,
  directory: string,
): Promise<ReadonlyMap<string, ProxySource<A>>> {
  const { arch, valid, test = "test", seconds = "seconds" } = options.columns;
  const taken = new Set([arch, valid, test, seconds]);
  const tables: ScoreTable<A>[] = [{ table, index, names: table.numeric.filter((name) => !taken.has(name)) }];
  if (options.proxies !== undefined)
    tables.push(await readScores(resolve(directory, options.proxies), space));
  const all = [...new Set(tables.flatMap(({ names }) => names))];
  for (const name of Object.keys(options.directions))
    if (!all.includes(name)) throw missingColumn(table.file, name, "named by 'directions'", all);
  return new Map(
    tables.flatMap((one) =>
      one.names.map((name) => {
        // The known proxies (snip, synflow, jacob_cov, nwot, zen, params, …) are better when higher.
        const sign = options.directions[name] === "lower" ? 1 : -1;
        return [name, recordedProxy(name, one.table.numbers(name, "a recorded proxy"), sign, one.index)];
      }),
    ),
  );
}

/** A second table: text or key of an architecture join it to the first. */
async function readScores<A>(file: string, space: SearchSpace<A>): Promise<ScoreTable<A>> {
  const table = await readTable(file, ["arch"]);
  const index = indexArchitectures(table, "arch", space);
  if (table.numeric.length === 0)
    throw tableInvalid(
      `expected a column of scores beside 'arch', got the columns ${table.columns.map((name) => `'${name}'`).join(", ")}`,
      { file },
    );
  return { table, index, names: table.numeric };
}

function recordedProxy<A>(
  name: string,
  values: Float64Array,
  sign: 1 | -1,
  index: RowIndex<A>,
): ProxySource<A> {
  const score = (architecture: A): number => {
    const row = index.rowOf(architecture);
    const value = row === -1 ? Number.NaN : values[row]!;
    return Number.isFinite(value) ? sign * value : Number.NaN;
  };
  return { name, recorded: true, scores: async (asked) => Float64Array.from(asked, score) };
}
