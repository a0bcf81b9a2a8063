/** Texts by row: an array, or packed. */
export interface TextValues {
  readonly length: number;
  at(row: number): string | undefined;
}

/** A column of an imported table. */
export type Column =
  | { readonly name: string; readonly kind: "text"; readonly values: TextValues }
  /** NaN where a cell is blank. */
  | { readonly name: string; readonly kind: "number"; readonly values: Float64Array };

/** What an importer makes of a benchmark's files: one task, a row an architecture. */
export interface ImportedTable {
  /** By which it is used later, e.g. `nb201-cifar10`. */
  readonly name: string;
  readonly benchmark: string;
  readonly dataset: string;
  /** The space whose text form the column `arch` has; empty where there is none. */
  readonly space: string;
  /** All of one length; `arch`, `valid` and `test` (accuracies in percent unless `metric` says otherwise), `seconds`, then others. */
  readonly columns: readonly Column[];
  /** What `valid` and `test` hold, in percent. */
  readonly metric: "accuracy" | "error";
}

export function rowsOf(table: Pick<ImportedTable, "columns">): number {
  return table.columns[0]?.values.length ?? 0;
}

export function text(name: string, values: TextValues): Column {
  return { name, kind: "text", values };
}

export function number(name: string, values: Float64Array): Column {
  return { name, kind: "number", values };
}
