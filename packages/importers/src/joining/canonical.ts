import { PackedTexts, type SearchSpace, TextIndex } from "@proxybo/core";
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
    const written = new PackedTexts();
    for (let row = 0; row < column.values.length; row++) {
      const cell = column.values.at(row)!;
      const parsed = space.parse(cell);
      if (isLeft(parsed))
        throw importInvalid(
          `expected an architecture of the space '${space.name}', got '${cell.slice(0, 120)}': ${parsed.left.message}`,
          { file, row: row + 1 },
        );
      written.append(space.format(parsed.right));
    }
    written.finish();
    const { twice } = new TextIndex(written);
    if (twice !== undefined)
      throw importInvalid(
        `expected each architecture once, got '${written.at(twice.row)}' in row ${twice.first + 1} too`,
        { file, row: twice.row + 1 },
      );
    return text("arch", written);
  });
}
