import type { SearchSpace } from "@proxybo/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { importInvalid } from "../invalid.ts";
import type { ProxyScores } from "../proxies/scores.ts";
import { type Column, number } from "../tables/column.ts";

/** What came of joining. */
export interface Joined {
  readonly columns: readonly Column[];
  /** Proxies whose columns are new or were replaced. */
  readonly proxies: readonly string[];
  /** How many rows of the table have scores now. */
  readonly rows: number;
}

/** Columns that are no proxies: never replaced. */
const measured = /^(arch|hash|(valid|test|seconds)(_\d+)?|params(_m)?|flops(_m)?|latency_.*)$/;

/**
 * Lays scores into the columns of a table: by hash, or by text and, where none has that text, by the key of the space.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` where no architecture of the file is in the table.
 */
export function joinScores(
  columns: readonly Column[],
  scores: ProxyScores,
  space: SearchSpace | undefined,
  file: string,
): Joined {
  const column = columns.find(({ name }) => name === scores.by);
  if (column?.kind !== "text")
    throw importInvalid(`expected a table with a column '${scores.by}', which these scores go by, got none`, {
      file,
    });
  const rowOf = matcher(scores, space);
  const { values: cells } = column;
  const from = Int32Array.from({ length: cells.length }, (_, row) => rowOf(cells.at(row)!));
  const rows = from.reduce((count, row) => count + (row === -1 ? 0 : 1), 0);
  if (rows === 0)
    throw importInvalid("expected scores of the table's architectures, got none of them", { file });
  const joined = new Map(columns.map((one) => [one.name, one]));
  const proxies: string[] = [];
  for (const [name, values] of scores.proxies) {
    if (measured.test(name)) continue;
    const known = joined.get(name);
    proxies.push(name);
    joined.set(
      name,
      number(
        name,
        Float64Array.from(from, (row, i) =>
          row === -1 ? (known?.kind === "number" ? known.values[i]! : Number.NaN) : values[row]!,
        ),
      ),
    );
  }
  return { columns: [...joined.values()], proxies, rows };
}

/** Finds the row of the scores for a cell of the table, -1 where there is none. */
function matcher({ by, keys }: ProxyScores, space: SearchSpace | undefined): (cell: string) => number {
  const exact = new Map(keys.map((key, row) => [by === "arch" ? canonical(key, space) : key, row]));
  if (by === "hash" || space === undefined) return (cell) => exact.get(cell) ?? -1;
  const byKey = new Map<string, number>();
  for (const [text, row] of exact) {
    const key = keyOf(text, space);
    if (key !== undefined && !byKey.has(key)) byKey.set(key, row);
  }
  return (cell) => {
    const row = exact.get(canonical(cell, space));
    if (row !== undefined) return row;
    const key = keyOf(cell, space);
    return (key === undefined ? undefined : byKey.get(key)) ?? -1;
  };
}

function canonical(text: string, space: SearchSpace | undefined): string {
  const parsed = space?.parse(text);
  return parsed === undefined || isLeft(parsed) ? text : space!.format(parsed.right);
}

function keyOf(text: string, space: SearchSpace): string | undefined {
  const parsed = space.parse(text);
  return isLeft(parsed) ? undefined : space.key(parsed.right);
}
