export { indexArchitectures, type RowIndex } from "./architectures.ts";
export { readTable } from "./read.ts";
export type { Table } from "./table.ts";
