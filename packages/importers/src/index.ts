export {
  dataFolder,
  isTableName,
  resolveTable,
  tableFile,
  tableNames,
  type TablePlaces,
  tablesFolder,
} from "./data-folder/folder.ts";
export type { ImportProgress, ImportWatch } from "./files/progress.ts";
export { Source, type SourceRecord } from "./files/source.ts";
export {
  importBenchmark,
  type ImportKind,
  importKinds,
  type ImportOptions,
  type ImportResult,
} from "./import.ts";
export { readPickle, readPickles } from "./pickle/read.ts";
export { NumpyArray, PickleDict, type PickleValue } from "./pickle/values.ts";
export type { Column, ImportedTable } from "./tables/column.ts";
export { exportTable } from "./tables/export.ts";
export type { Provenance, Tabulation } from "./tables/provenance.ts";
export { readColumns, readInfo, type TableInfo } from "./tables/read.ts";
export { parquetBytes, replaceFile } from "./tables/write.ts";
export { maskedCrc32c } from "./tfrecord/crc32c.ts";
export { type TfRecord, tfRecords } from "./tfrecord/records.ts";
export { importerVersion } from "./version.ts";
