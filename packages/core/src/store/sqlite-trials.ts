import type { AttemptRecord, TrialRecord } from "../contracts/store.ts";
import { type Cell, rowChecksum } from "./checksum.ts";
import { decodeExact, encodeExact } from "./exact-json.ts";
import { damaged } from "./sqlite-rows.ts";
import type { Prepare } from "./sqlite-statements.ts";

/** Trials from the moment they are suggested, and evaluations beside the first that counted. Both are append-only. */
export const trialTables = `
  CREATE TABLE trials (
    study INTEGER NOT NULL REFERENCES studies (seq),
    n INTEGER NOT NULL,
    record TEXT NOT NULL,
    crc INTEGER NOT NULL,
    PRIMARY KEY (study, n)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE attempts (
    seq INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES studies (seq),
    n INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    record TEXT NOT NULL,
    crc INTEGER NOT NULL,
    UNIQUE (study, n, attempt)
  ) STRICT;
  ${["trials", "attempts"]
    .flatMap((table) =>
      ["UPDATE", "DELETE"].map(
        (action) =>
          `CREATE TRIGGER ${table}_refuse_${action} BEFORE ${action} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are append-only'); END;`,
      ),
    )
    .join("\n  ")}
`;

export function insertTrial(prepare: Prepare, study: number, trial: TrialRecord): void {
  const record = encodeExact(trial);
  prepare("INSERT INTO trials (study, n, record, crc) VALUES (?, ?, ?, ?)").run(
    study,
    trial.n,
    record,
    rowChecksum([study, trial.n, record]),
  );
}

export function insertAttempt(prepare: Prepare, study: number, attempt: AttemptRecord): void {
  const record = encodeExact(attempt);
  prepare("INSERT INTO attempts (study, n, attempt, record, crc) VALUES (?, ?, ?, ?, ?)").run(
    study,
    attempt.n,
    attempt.attempt,
    record,
    rowChecksum([study, attempt.n, record]),
  );
}

interface Row {
  readonly n: number;
  readonly record: string;
  readonly crc: number;
}

/** The rows of one of both tables, in order. */
export function readTrialRows<T extends TrialRecord | AttemptRecord>(
  prepare: Prepare,
  table: T extends AttemptRecord ? "attempts" : "trials",
  study: number,
  location: string,
  unfinished = false,
): readonly T[] {
  const order = table === "trials" ? "n" : "seq";
  const without = `AND NOT EXISTS (SELECT 1 FROM observations WHERE study = ${table}.study AND n = ${table}.n)`;
  const rows = prepare(
    `SELECT n, record, crc FROM ${table} WHERE study = ? AND n > ? ${unfinished ? without : ""} ORDER BY ${order}`,
  ).all(
    study,
    unfinished ? evaluatedUpTo(prepare, study) : Number.MIN_SAFE_INTEGER,
  ) as unknown as readonly Row[];
  return rows.map(({ n, record, crc }) => {
    const cells: readonly Cell[] = [study, n, record];
    if (rowChecksum(cells) !== crc)
      throw damaged(`trial ${n} is damaged: it does not fit its checksum`, { file: location });
    return decodeExact(record) as T;
  });
}

/** The last trial before which none lacks an observation, where all of them are numbered 1, 2, …: saves going through them. */
function evaluatedUpTo(prepare: Prepare, study: number): number {
  const { first, last, count } = prepare(
    "SELECT min(n) AS first, max(n) AS last, count(*) AS count FROM observations WHERE study = ?",
  ).get(study) as { readonly first: number | null; readonly last: number | null; readonly count: number };
  return first === 1 && last === count ? last : Number.MIN_SAFE_INTEGER;
}
