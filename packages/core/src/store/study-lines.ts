import { left, right, type Either } from "fp-ts/lib/Either.js";
import type { z } from "zod";
import type {
  AttemptRecord,
  ObservationRecord,
  StudyContents,
  StudyRecord,
  TrialRecord,
} from "../contracts/store.ts";
import { messageOf, ProxyboError } from "../errors/error.ts";
import { decodeExact, encodeExact } from "./exact-json.ts";
import { type RecordKind, recordSchemas, studySchema } from "./record-schemas.ts";

/**
 * A study as JSON Lines: the study, its trials, observations and attempts, each a line with its `type`, and an end that
 * counts them. Numbers that JSON lacks are `{"$number":"NaN"}` and the like; every value comes back exactly.
 */
export function* formatStudy({ study, trials, observations, attempts }: StudyContents): Generator<string> {
  yield encodeExact({ type: "study", version: 1, ...study });
  for (const trial of trials) yield encodeExact({ type: "trial", ...trial });
  for (const observation of observations) yield encodeExact({ type: "observation", ...observation });
  for (const attempt of attempts) yield encodeExact({ type: "attempt", ...attempt });
  yield encodeExact({ type: "end", records: trials.length + observations.length + attempts.length });
}

/**
 * Reads what `formatStudy` wrote. `IMPORT_INVALID` names the line of what is malformed, missing or there twice; a study
 * is read in full or not at all.
 */
export async function parseStudy(
  lines: AsyncIterable<string> | Iterable<string>,
  file: string,
): Promise<Either<ProxyboError, StudyContents>> {
  const reader = new StudyReader();
  let row = 0;
  try {
    for await (const line of lines) {
      row += 1;
      reader.read(line);
    }
    row += 1;
    return right(reader.contents());
  } catch (thrown) {
    if (!(thrown instanceof Malformed)) throw thrown;
    return left(
      new ProxyboError("IMPORT_INVALID", thrown.message, {
        place: { file, row },
        hint: "expected a study as `proxybo studies export` writes it",
        cause: thrown.cause,
      }),
    );
  }
}

class Malformed extends Error {}

class StudyReader {
  #study: StudyRecord | undefined;
  #ended = false;
  #records = 0;
  readonly #seen = new Set<string>();
  readonly #kept = {
    trial: [] as TrialRecord[],
    observation: [] as ObservationRecord[],
    attempt: [] as AttemptRecord[],
  };

  read(line: string): void {
    const { type, ...record } = objectIn(line);
    if (this.#ended) throw new Malformed("expected nothing after the end of the study");
    if (type === "study") return this.#readStudy(record);
    if (this.#study === undefined) throw new Malformed(`expected the study first, got ${shown(type)}`);
    if (type === "end") return this.#end(record);
    if (typeof type !== "string" || !Object.hasOwn(recordSchemas, type))
      throw new Malformed(`expected type trial, observation, attempt or end, got ${shown(type)}`);
    this.#readRecord(type as RecordKind, record);
  }

  contents(): StudyContents {
    if (this.#study === undefined || !this.#ended)
      throw new Malformed("expected the end of the study, got the end of the file: it is cut short");
    const { trial, observation, attempt } = this.#kept;
    return { study: this.#study, trials: trial, observations: observation, attempts: attempt };
  }

  #readStudy({ version, ...study }: Readonly<Record<string, unknown>>): void {
    if (this.#study !== undefined) throw new Malformed("expected one study, got a second one");
    if (version !== 1) throw new Malformed(`expected version 1, got ${shown(version)}`);
    check(studySchema, study);
    if (study["settings"] === undefined) throw new Malformed("settings: expected a value, got none");
    this.#study = study as unknown as StudyRecord;
  }

  #readRecord(kind: RecordKind, record: Readonly<Record<string, unknown>>): void {
    check(recordSchemas[kind], record);
    const name = `${kind} ${String(record["n"])}${kind === "attempt" ? `, ${String(record["attempt"])}` : ""}`;
    if (this.#seen.has(name)) throw new Malformed(`expected every record once, got ${name} again`);
    this.#seen.add(name);
    this.#records += 1;
    (this.#kept[kind] as unknown[]).push(record);
  }

  #end({ records }: Readonly<Record<string, unknown>>): void {
    if (records !== this.#records)
      throw new Malformed(`expected ${shown(records)} records, got ${this.#records}: lines are missing`);
    this.#ended = true;
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = decodeExact(line);
  } catch (cause) {
    throw new Malformed(`expected a line of JSON, got ${shown(line)}: ${messageOf(cause)}`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Malformed(`expected an object, got ${shown(value)}`);
  return value as Readonly<Record<string, unknown>>;
}

/** The value itself is kept, not the schema's copy: it comes back as it was. */
function check(schema: z.ZodType, value: unknown): void {
  const { error } = schema.safeParse(value);
  const issue = error?.issues[0];
  if (issue !== undefined) throw new Malformed(`${issue.path.join(".") || "record"}: ${issue.message}`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
