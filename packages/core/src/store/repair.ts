import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { livenessOf, type ProcessIdentity } from "./process-identity.ts";
import { rebuild } from "./rebuild.ts";
import { recoverRows, type Recovered } from "./recover.ts";
import { lossesOf } from "./repair-losses.ts";
import { loadSqlite } from "./sqlite-load.ts";
import { migrations } from "./sqlite-schema.ts";

/** What was found in a store, and what came of it. */
export interface RepairReport {
  readonly file: string;
  readonly sound: boolean;
  /** What SQLite complains about, and rows that do not fit their checksums. */
  readonly faults: readonly string[];
  readonly recovered: {
    readonly studies: number;
    readonly observations: number;
    readonly trials: number;
    readonly attempts: number;
    readonly scores: number;
  };
  /** What is known to be lost, for people; a trial whose observation is lost is evaluated again on resume. */
  readonly lost: readonly string[];
  /** Where the damaged file was kept; `undefined` where nothing was changed. */
  readonly kept: string | undefined;
}

/**
 * Checks every page and every row of a store. Where something is damaged, everything that is sound goes into a new file
 * in its place, and the damaged one is kept beside it; with `dry`, nothing is changed.
 *
 * @throws {ProxyboError} `STORE_CORRUPT` where nothing at all is left of a store, `STUDY_LOCKED` where a process works on
 * it, `STORE_UNWRITABLE`.
 */
export async function repairStore(path: string, { dry = false } = {}): Promise<RepairReport> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ProxyboError("STORE_CORRUPT", "there is no such store", {
      place: { file },
      hint: "is the path right?",
    });
  const complaints = await complaintsOf(file);
  const found = recoverRows(file);
  const { tables } = found;
  const faults = [...complaints, ...found.damaged.map((row) => `damaged row of ${row}`)];
  const recovered = {
    studies: tables.studies.length,
    observations: tables.observations.length,
    trials: tables.trials.length,
    attempts: tables.attempts.length,
    scores: tables.proxy_scores.length,
  };
  if (faults.length === 0) return { file, sound: true, faults, recovered, lost: [], kept: undefined };
  if (Object.values(recovered).every((count) => count === 0) && tables.score_sets.length === 0)
    throw new ProxyboError("STORE_CORRUPT", `nothing is left of a store: ${faults[0]}`, {
      place: { file },
      hint: "is the path right? Otherwise restore the file from a copy",
    });
  const lost = lossesOf(found);
  if (dry) return { file, sound: false, faults, recovered, lost, kept: undefined };
  refuseWhereInUse(found, file);
  return { file, sound: false, faults, recovered, lost, kept: await rebuild(file, found) };
}

/** What SQLite itself finds wrong. */
async function complaintsOf(file: string): Promise<readonly string[]> {
  const sqlite = await loadSqlite();
  const hadLog = existsSync(`${file}-wal`);
  let database: DatabaseSync | undefined;
  try {
    database = new sqlite.DatabaseSync(file, { readOnly: true });
    const rows = database.prepare("PRAGMA integrity_check(100)").all() as { integrity_check: string }[];
    const complaints = rows.map((row) => row.integrity_check).filter((text) => text !== "ok");
    const version = Number(Object.values(database.prepare("PRAGMA user_version").get() ?? {})[0]);
    if (version < 1 || version > migrations.length)
      complaints.push(`the version of the store reads ${version}`);
    return complaints;
  } catch (thrown) {
    return [messageOf(thrown)];
  } finally {
    database?.close();
    // A reader leaves an empty log behind, where there was none.
    if (!hadLog) for (const ending of ["-wal", "-shm"]) rmSync(file + ending, { force: true });
  }
}

function refuseWhereInUse({ tables }: Recovered, file: string): void {
  for (const { owner } of tables.locks) {
    let process: ProcessIdentity;
    try {
      process = JSON.parse(String(owner)) as ProcessIdentity;
      if (livenessOf(process) !== "alive") continue;
    } catch {
      // A lock that cannot be read is nobody's.
      continue;
    }
    throw new ProxyboError("STUDY_LOCKED", `process ${process.pid} on ${process.host} works on this store`, {
      place: { file },
      hint: "end it first: what it writes now would be lost",
    });
  }
}
