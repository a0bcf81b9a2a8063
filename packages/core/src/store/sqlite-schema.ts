import type { DatabaseSync } from "node:sqlite";
import { fillChecksums } from "./sqlite-checksums.ts";
import { trialTables } from "./sqlite-trials.ts";

/** Marks a file as a store of proxybo (SQLite's `application_id`): "Prbo". */
export const applicationId = 0x50_72_62_6f;

export type Migration = (database: DatabaseSync) => void;

const appendOnly = `
  CREATE TRIGGER observations_are_never_changed BEFORE UPDATE ON observations
  BEGIN SELECT RAISE(ABORT, 'observations are append-only'); END;
  CREATE TRIGGER observations_are_never_deleted BEFORE DELETE ON observations
  BEGIN SELECT RAISE(ABORT, 'observations are append-only'); END;
`;

/** Migration i leads from version i to i + 1. Published ones are never edited: append another. */
export const migrations: readonly Migration[] = [
  (database) =>
    database.exec(`
  CREATE TABLE studies (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created TEXT NOT NULL,
    settings TEXT NOT NULL
  ) STRICT;

  -- Numbers that may be NaN are kept as ANY (a REAL column would also lose the sign of -0); NULL is NaN.
  CREATE TABLE observations (
    seq INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES studies (seq),
    n INTEGER NOT NULL,
    text TEXT NOT NULL,
    key TEXT NOT NULL,
    error ANY,
    outcome TEXT NOT NULL,
    seconds ANY,
    why TEXT NOT NULL,
    cost TEXT NOT NULL,
    failed INTEGER NOT NULL,
    UNIQUE (study, n)
  ) STRICT;
  CREATE INDEX observations_by_error ON observations (study, error);
  ${appendOnly}
  CREATE TABLE score_sets (
    seq INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    proxy TEXT NOT NULL,
    UNIQUE (scope, proxy)
  ) STRICT;
  CREATE TABLE proxy_scores (
    score_set INTEGER NOT NULL REFERENCES score_sets (seq),
    key TEXT NOT NULL,
    raw ANY,
    seconds ANY,
    failure TEXT,
    PRIMARY KEY (score_set, key)
  ) STRICT, WITHOUT ROWID;
  `),
  (database) => {
    database.exec(`
  -- CRC-32 of the row, see checksum.ts; -1 is the sum of none.
  ALTER TABLE studies ADD COLUMN crc INTEGER NOT NULL DEFAULT -1;
  ALTER TABLE observations ADD COLUMN crc INTEGER NOT NULL DEFAULT -1;
  ALTER TABLE score_sets ADD COLUMN crc INTEGER NOT NULL DEFAULT -1;
  ALTER TABLE proxy_scores ADD COLUMN crc INTEGER NOT NULL DEFAULT -1;
  DROP TRIGGER observations_are_never_changed;
  DROP TRIGGER observations_are_never_deleted;

  -- Who may decide about a study right now, see lock.ts.
  CREATE TABLE locks (
    study INTEGER NOT NULL REFERENCES studies (seq),
    name TEXT NOT NULL,
    token TEXT NOT NULL,
    owner TEXT NOT NULL,
    beat INTEGER NOT NULL,
    PRIMARY KEY (study, name)
  ) STRICT, WITHOUT ROWID;
  `);
    fillChecksums(database);
    database.exec(appendOnly);
  },
  (database) => database.exec(trialTables),
];
