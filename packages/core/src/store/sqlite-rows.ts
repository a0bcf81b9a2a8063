import type { Outcome, Why } from "../contracts/observation.ts";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { Json, ObservationRecord, StudyRecord } from "../contracts/store.ts";
import { ProxyboError } from "../errors/error.ts";
import { decodeExact } from "./exact-json.ts";

/** Columns of `studies`. */
export interface StudyRow {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly created: string;
  readonly settings: string;
}

/** Columns of `observations` that come back. */
export interface ObservationRow {
  readonly n: number;
  readonly text: string;
  readonly key: string;
  readonly outcome: string;
  readonly seconds: number | null;
  readonly why: string;
  readonly cost: string;
}

/** Columns of `proxy_scores` that come back. */
export interface ScoreRow {
  readonly key: string;
  readonly raw: number | null;
  readonly seconds: number | null;
  readonly failure: string | null;
}

export function studyOf({ id, name, created, settings }: StudyRow, location: string): StudyRecord {
  const decode = decoder(location, `study '${id}'`);
  return { id, name, created, settings: decode("settings", settings) as Json };
}

export function observationOf(row: ObservationRow, location: string): ObservationRecord {
  const decode = decoder(location, `observation ${row.n} of '${row.text}'`);
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

export function scoreOf({ raw, seconds, failure }: ScoreRow): ProxyScore {
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

function decoder(location: string, what: string): (field: string, text: string) => unknown {
  return (field, text) => {
    try {
      return decodeExact(text);
    } catch (cause) {
      throw new ProxyboError("STORE_CORRUPT", `${what} cannot be read`, {
        place: { file: location, field },
        hint: "the store was changed by something else: restore it from a copy",
        cause,
      });
    }
  };
}
