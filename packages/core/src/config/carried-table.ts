import type { BenchmarkTable } from "../contracts/table.ts";
import { officialNames } from "../registry/kinds.ts";
import type { Registry } from "../registry/registry.ts";
import { partMaker } from "./make-part.ts";

/**
 * The table of that name that a package carries; `undefined` where no package is known to.
 *
 * @throws {ProxyboError} `PLUGIN_UNKNOWN` for a table of this project whose package is not installed, `PLUGIN_DUPLICATE`
 *   for one that several packages offer.
 * @example
 * await carriedTable("nb201-fashion", registry) // => { title, space, file: the Parquet file }
 */
export async function carriedTable(name: string, registry: Registry): Promise<BenchmarkTable | undefined> {
  if (![...registry.names("tables"), ...officialNames("tables")].includes(name)) return undefined;
  return (await partMaker(registry)("tables", { name, options: {} }, undefined)).product;
}
