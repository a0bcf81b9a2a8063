import type { ProxySource } from "../contracts/strategy.ts";
import type { RowIndex } from "../tables/architectures.ts";
import { missingColumn } from "../tables/invalid.ts";
import type { Table } from "../tables/table.ts";
import type { TableOptions } from "./table-options.ts";

/**
 * Every numeric column that has no other part, as scores where lower is better. A cell that is blank or not finite has
 * no score (NaN), and so has an architecture without a row.
 */
export function recordedProxies<A>(
  table: Table,
  index: RowIndex<A>,
  options: TableOptions,
): ReadonlyMap<string, ProxySource<A>> {
  const { arch, valid, test = "test", seconds = "seconds" } = options.columns;
  const taken = new Set([arch, valid, test, seconds]);
  const names = table.numeric.filter((name) => !taken.has(name));
  for (const name of Object.keys(options.directions))
    if (!names.includes(name)) throw missingColumn(table.file, name, "named by 'directions'", names);
  return new Map(
    names.map((name) => {
      // The known proxies (snip, synflow, jacob_cov, nwot, zen, params, …) are better when higher.
      const sign = options.directions[name] === "lower" ? 1 : -1;
      return [name, recordedProxy(name, table.numbers(name, "a recorded proxy"), sign, index)];
    }),
  );
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
