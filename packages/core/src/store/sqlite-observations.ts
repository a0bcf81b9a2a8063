import type { ObservationRecord, StudySummary } from "../contracts/store.ts";
import { encodeExact } from "./exact-json.ts";
import { checksumOf } from "./sqlite-checksums.ts";
import { damaged, type ObservationRow, observationOf } from "./sqlite-rows.ts";
import type { Prepare } from "./sqlite-statements.ts";

export function insertObservation(prepare: Prepare, study: number, observation: ObservationRecord): void {
  const { n, text, key, outcome, seconds, why, cost } = observation;
  const failed = outcome.status !== "ok";
  const row = {
    study,
    n,
    text,
    key,
    outcome: encodeExact(outcome),
    seconds,
    why: encodeExact(why),
    cost: encodeExact(cost),
  };
  prepare(
    `INSERT INTO observations (study, n, text, key, error, outcome, seconds, why, cost, failed, crc)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    study,
    n,
    text,
    key,
    failed ? null : outcome.error,
    row.outcome,
    seconds,
    row.why,
    row.cost,
    failed ? 1 : 0,
    checksumOf("observations", row),
  );
}

/** The observations of a study as they were appended, in that order; all of them, or an error. */
export function readObservations(
  prepare: Prepare,
  study: number,
  location: string,
): readonly ObservationRecord[] {
  // By n, which is nearly the order in which they stand in the file.
  const statement = prepare(
    `SELECT seq, study, n, text, key, outcome, seconds, why, cost, crc
     FROM observations INDEXED BY sqlite_autoindex_observations_1 WHERE study = ? ORDER BY n`,
  );
  // One at a time, and as arrays: of 100,000 rows, most time would go into making and collecting objects.
  statement.setReturnArrays(true);
  const read: { readonly seq: number; readonly observation: ObservationRecord }[] = [];
  for (const cells of statement.iterate(study) as unknown as Iterable<ObservationCells>) {
    const [seq, owner, n, text, key, outcome, seconds, why, cost, crc] = cells;
    const row = { study: owner, n, text, key, outcome, seconds, why, cost, crc };
    read.push({ seq, observation: observationOf(row, location) });
  }
  read.sort((a, b) => a.seq - b.seq);
  // An index has no checksums: another one has to know of as many rows, and none may lead to a row twice.
  const { known } = prepare(
    "SELECT count(*) AS known FROM observations INDEXED BY observations_by_error WHERE study = ?",
  ).get(study) as { readonly known: number };
  const found = read.filter(({ seq }, i) => seq !== read[i - 1]?.seq).length;
  if (known !== read.length || known !== found)
    throw damaged(`the store is damaged: ${found} observations found, ${known} known`, { file: location });
  return read.map(({ observation }) => observation);
}

type ObservationCells = readonly [
  seq: number,
  study: number,
  n: number,
  text: string,
  key: string,
  outcome: string,
  seconds: number | null,
  why: string,
  cost: string,
  crc: number,
];

/** How far a study is whose trials were all evaluated once. */
export function readProgress(
  prepare: Prepare,
  study: number,
  location: string,
): Pick<StudySummary, "observations" | "failed" | "best"> {
  const { observations, failed } = prepare(
    "SELECT count(*) AS observations, coalesce(sum(failed), 0) AS failed FROM observations WHERE study = ?",
  ).get(study) as { readonly observations: number; readonly failed: number };
  // 9e999 is infinity: an error that is infinite is nobody's best.
  const lowest = prepare(
    "SELECT * FROM observations WHERE study = ? AND error < 9e999 ORDER BY error, seq LIMIT 1",
  ).get(study) as unknown as (ObservationRow & { readonly error: number }) | undefined;
  if (lowest === undefined) return { observations, failed, best: undefined };
  const best = observationOf(lowest, location);
  if (best.outcome.status !== "ok" || best.outcome.error !== lowest.error)
    throw damaged(`observation ${best.n} is damaged: its error is ${lowest.error} elsewhere`, {
      file: location,
    });
  return { observations, failed, best };
}
