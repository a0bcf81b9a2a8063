import { table } from "./table.ts";

export { type TableObjective, table, tableObjective } from "./table.ts";
export { type TableOptions, tableOptions } from "./table-options.ts";

/** The objectives that core offers, by name. */
export const objectives = { table } as const;
