import type { SearchSpace } from "@proxybo/core";
import { isLeft } from "fp-ts/lib/Either.js";
import { importInvalid } from "../invalid.ts";
import { type Column, text } from "../tables/column.ts";

/**
 * Brings the texts of the column `arch` into the form that their space writes, so that no reader need parse them again.
 *
 * @throws {ProxyboError} `IMPORT_INVALID` naming the row, for an architecture that is none of the space, or comes twice.
 */
export function canonicalColumns(
  columns: readonly Column[],
  space: SearchSpace,
  file: string,
): readonly Column[] {
  return columns.map((column) => {
    if (column.name !== "arch" || column.kind !== "text") return column;
    const rows = new Map<string, number>();
    for (const [row, cell] of column.values.entries()) {
      const parsed = space.parse(cell);
      if (isLeft(parsed))
        throw importInvalid(
          `expected an architecture of the space '${space.name}', got '${cell.slice(0, 120)}': ${parsed.left.message}`,
          { file, row: row + 1 },
        );
      const written = space.format(parsed.right);
      const first = rows.get(written);
      if (first !== undefined)
        throw importInvalid(`expected each architecture once, got '${written}' in row ${first + 1} too`, {
          file,
          row: row + 1,
        });
      rows.set(written, row);
    }
    return text("arch", [...rows.keys()]);
  });
}
