import type { Outcome, Why } from "../contracts/observation.ts";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { Json, ObservationRecord, StudyRecord } from "../contracts/store.ts";
import { type ErrorPlace, ProxyboError } from "../errors/error.ts";
import { decodeExact } from "./exact-json.ts";
import { repairHint } from "./sqlite-faults.ts";
import { type CheckedTable, checksumOf } from "./sqlite-checksums.ts";

/** Columns of `studies`. */
export interface StudyRow {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly settings: string;
  readonly crc: number;
}

/** Columns of `observations` that come back. */
export interface ObservationRow {
  readonly study: number;
  readonly n: number;
  readonly text: string;
  readonly key: string;
  readonly outcome: string;
  readonly seconds: number | null;
  readonly why: string;
  readonly cost: string;
  readonly crc: number;
}

/** Columns of `proxy_scores` that come back. */
export interface ScoreRow {
  readonly score_set: number;
  readonly key: string;
  readonly raw: number | null;
  readonly seconds: number | null;
  readonly failure: string | null;
  readonly crc: number;
}

export function studyOf(row: StudyRow, location: string): StudyRecord {
  const { id, name, created, settings } = row;
  const what = `study '${id}'`;
  requireChecksum("studies", row, what, location);
  const decode = decoder(location, what);
  return { id, name, created, settings: decode("settings", settings) as Json };
}

export function observationOf(row: ObservationRow, location: string): ObservationRecord {
  const what = `observation ${row.n} of '${row.text}'`;
  requireChecksum("observations", row, what, location);
  const decode = decoder(location, what);
  return {
    n: row.n,
    text: row.text,
    key: row.key,
    outcome: decode("outcome", row.outcome) as Outcome,
    seconds: fromNumber(row.seconds),
    why: decode("why", row.why) as Why,
    cost: decode("cost", row.cost) as ObservationRecord["cost"],
  };
}

export function scoreOf(row: ScoreRow, location: string): ProxyScore {
  const { raw, seconds, failure } = row;
  requireChecksum("proxy_scores", row, `the proxy score of '${row.key}'`, location);
  return {
    raw: fromNumber(raw),
    seconds: fromNumber(seconds),
    ...(failure === null ? {} : { failure }),
  };
}

/** SQLite keeps NaN as NULL. */
function fromNumber(value: number | null): number {
  return value ?? Number.NaN;
}

/** @throws {ProxyboError} `STORE_CORRUPT` for a row that is not as it was put. */
export function requireChecksum(
  table: CheckedTable,
  row: { readonly crc: number },
  what: string,
  location: string,
): void {
  if (checksumOf(table, row) !== row.crc)
    throw damaged(`${what} is damaged: it does not fit its checksum`, { file: location });
}

function decoder(location: string, what: string): (field: string, text: string) => unknown {
  return (field, text) => {
    try {
      return decodeExact(text);
    } catch (cause) {
      throw damaged(`${what} cannot be read`, { file: location, field }, cause);
    }
  };
}

/** The complaint about a store that something else has changed. */
export function damaged(message: string, place: ErrorPlace, cause?: unknown): ProxyboError {
  return new ProxyboError("STORE_CORRUPT", message, { place, hint: repairHint, cause });
}
