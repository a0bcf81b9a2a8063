import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { isBusy, repairHint, storeFault } from "./sqlite-faults.ts";
import { loadSqlite } from "./sqlite-load.ts";
import { applicationId, migrations } from "./sqlite-schema.ts";

/** How long one process waits for another's write, in milliseconds. */
const patience = 10_000;

/** The smallest page of SQLite: no database is smaller. */
const leastBytes = 512;

/** Opens or makes the database and brings it to our version. */
export async function openDatabase(file: string): Promise<DatabaseSync> {
  const sqlite = await loadSqlite();
  makeFolder(file);
  refuseRemnant(file);
  let database: DatabaseSync | undefined;
  try {
    database = new sqlite.DatabaseSync(file, { timeout: patience, enableForeignKeyConstraints: true });
    checkIdentity(database, file);
    await useWriteAheadLog(database);
    // In the write-ahead log, only FULL syncs at every commit.
    database.exec("PRAGMA synchronous = FULL");
    inTransaction(database, () => migrate(database!));
    return database;
  } catch (thrown) {
    database?.close();
    throw storeFault(thrown, file);
  }
}

/** Runs `work` as one write transaction: all of it happens or nothing. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (cause) {
    throw new ProxyboError(
      "STORE_UNWRITABLE",
      `the folder of the store cannot be made: ${messageOf(cause)}`,
      {
        place: { file },
        hint: "check the permissions of the folders above it, or use another store",
        cause,
      },
    );
  }
}

/** Where less is left of a file than SQLite takes for one, it would begin a new one in its place, and drop the log. */
function refuseRemnant(file: string): void {
  const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const bytes = bytesOf(file);
  const isCut = bytes > 0 && bytes < leastBytes && bytesOf(`${file}-journal`) === 0;
  if (!isCut && (bytes > 0 || bytesOf(`${file}-wal`) === 0)) return;
  throw new ProxyboError("STORE_CORRUPT", `expected a store of proxybo, got ${bytes} bytes`, {
    place: { file },
    hint: repairHint,
  });
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

/** Refuses, before anything is written, what is not ours or too new. */
function checkIdentity(database: DatabaseSync, file: string): void {
  // One snapshot: another process may be making the store right now.
  database.exec("BEGIN");
  const version = pragma(database, "user_version");
  const id = pragma(database, "application_id");
  const { count } = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get() as {
    readonly count: number;
  };
  database.exec("COMMIT");
  if (version > migrations.length && (id === applicationId || id === 0))
    throw new ProxyboError(
      "STORE_NEWER_VERSION",
      `the store has version ${version}, this proxybo knows versions up to ${migrations.length}`,
      { place: { file }, hint: "upgrade @proxybo/core, or use another store" },
    );
  if (id === applicationId || (id === 0 && version === 0 && count === 0)) return;
  throw new ProxyboError(
    "STORE_CORRUPT",
    "expected a store of proxybo, got an SQLite database of another program",
    { place: { file }, hint: "is the path right? A new path makes a new store" },
  );
}

/** Readers and a writer then do not block each other. The change itself does not wait for locks, so we do. */
async function useWriteAheadLog(database: DatabaseSync): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > deadline) throw thrown;
      await sleep(20);
    }
  }
}

/** Within a transaction, so that of two processes one migrates; also finds out whether the file can be written. */
function migrate(database: DatabaseSync): void {
  const version = pragma(database, "user_version");
  if (version >= migrations.length) return;
  for (const migration of migrations.slice(version)) migration(database);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
}
