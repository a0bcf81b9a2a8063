import { type ErrorPlace, ProxyboError } from "../errors/error.ts";
import { didYouMean } from "../registry/nearest.ts";

export function tableInvalid(
  message: string,
  place: ErrorPlace & { readonly file: string },
  details: { readonly hint?: string; readonly cause?: unknown } = {},
): ProxyboError {
  return new ProxyboError("TABLE_INVALID", message, { place, ...details });
}

/** The complaint about a column that is not there: names the nearest one. */
export function missingColumn(
  file: string,
  column: string,
  purpose: string,
  columns: readonly string[],
): ProxyboError {
  const suggestion = didYouMean(column, columns);
  return tableInvalid(
    `expected a column '${column}' (${purpose}), got the columns ${columns.map((name) => `'${name}'`).join(", ")}`,
    { file, field: column },
    {
      hint: `${suggestion === undefined ? "" : `${suggestion} `}the option 'columns' says which column holds what`,
    },
  );
}
