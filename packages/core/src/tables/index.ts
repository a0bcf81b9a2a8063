export { indexArchitectures, type RowIndex } from "./architectures.ts";
export { PackedTexts } from "./packed-texts.ts";
export { readTable } from "./read.ts";
export type { Table } from "./table.ts";
export { TextIndex } from "./text-index.ts";
