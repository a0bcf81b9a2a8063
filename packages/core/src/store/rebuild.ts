import { existsSync, renameSync, rmSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Cell } from "./checksum.ts";
import { decodeExact } from "./exact-json.ts";
import type { Recovered, Row } from "./recover.ts";
import { checksumOf } from "./sqlite-checksums.ts";
import { inTransaction, openDatabase } from "./sqlite-open.ts";
import { preparedOnce } from "./sqlite-statements.ts";

/** What a study is called whose own row is lost. */
export function orphanId(seq: Cell): string {
  return `recovered-${seq}`;
}

/** Puts a new store with the sound rows in the place of the file; gives where that was put. */
export async function rebuild(file: string, { tables }: Recovered): Promise<string> {
  const fresh = `${file}.repairing`;
  for (const ending of ["", "-wal", "-shm"]) rmSync(fresh + ending, { force: true });
  const database = await openDatabase(fresh);
  try {
    inTransaction(database, () => insertAll(database, tables));
  } finally {
    database.close();
  }
  const kept = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  for (const ending of ["-wal", "-shm", ""])
    if (existsSync(file + ending)) renameSync(file + ending, kept + ending);
  renameSync(fresh, file);
  return kept;
}

function insertAll(database: DatabaseSync, tables: Recovered["tables"]): void {
  const prepare = preparedOnce(database);
  const add = (table: string, row: Row): void => {
    const columns = Object.keys(row);
    prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`).run(
      ...(Object.values(row) as (string | number | null)[]),
    );
  };
  const known = new Set(tables.studies.map(({ seq }) => seq));
  for (const row of tables.studies) add("studies", { ...row, crc: checksumOf("studies", row) });
  const dependent = [...tables.observations, ...tables.trials, ...tables.attempts];
  for (const study of dependent.map((row) => row["study"]!)) {
    if (known.has(study)) continue;
    known.add(study);
    const id = orphanId(study);
    const row = { seq: study, id, name: id, created: new Date().toISOString(), settings: "null" };
    add("studies", { ...row, crc: checksumOf("studies", row) });
  }
  // Numbered anew, in their order: the number of a row may be what is damaged.
  for (const { seq: _, ...row } of tables.observations) {
    const outcome = decodeExact(String(row["outcome"])) as {
      readonly status: string;
      readonly error?: number;
    };
    const failed = outcome.status !== "ok";
    const error = failed ? null : outcome.error!;
    add("observations", { ...row, error, failed: failed ? 1 : 0, crc: checksumOf("observations", row) });
  }
  for (const row of tables.trials) add("trials", row);
  for (const { seq: _, ...row } of tables.attempts) add("attempts", row);
  const sets = new Set(tables.score_sets.map(({ seq }) => seq));
  for (const row of tables.score_sets) add("score_sets", { ...row, crc: checksumOf("score_sets", row) });
  // Scores whose set is lost say nothing: they are computed again when they are needed.
  for (const row of tables.proxy_scores)
    if (sets.has(row["score_set"])) add("proxy_scores", { ...row, crc: checksumOf("proxy_scores", row) });
}
