import type { StudyRecord } from "../contracts/store.ts";
import { encodeExact } from "./exact-json.ts";
import { checksumOf } from "./sqlite-checksums.ts";
import { type StudyRow, studyOf } from "./sqlite-rows.ts";
import type { Prepare } from "./sqlite-statements.ts";

/** A study with the number that its rows carry. */
export interface NumberedStudy extends StudyRecord {
  readonly seq: number;
}

/** All studies, in the order in which they were made; each fits its checksum. */
export function readStudies(prepare: Prepare, location: string): readonly NumberedStudy[] {
  const rows = prepare("SELECT * FROM studies ORDER BY seq").all() as unknown as readonly StudyRow[];
  return rows.map((row) => ({ seq: row.seq, ...studyOf(row, location) }));
}

/** Within a transaction; gives its number. */
export function insertStudy(prepare: Prepare, { id, name, created, settings }: StudyRecord): number {
  const seq = nextSequence(prepare, "studies");
  const row = { seq, id, name, created, settings: encodeExact(settings) };
  prepare("INSERT INTO studies (seq, id, name, created, settings, crc) VALUES (?, ?, ?, ?, ?, ?)").run(
    seq,
    id,
    name,
    created,
    row.settings,
    checksumOf("studies", row),
  );
  return seq;
}

export function nextSequence(prepare: Prepare, table: "studies" | "score_sets"): number {
  return prepare(`SELECT coalesce(max(seq), 0) + 1 AS next FROM ${table}`).get()!["next"] as number;
}
