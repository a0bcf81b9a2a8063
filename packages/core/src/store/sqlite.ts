import { resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { LockOptions, StudyLock } from "../contracts/lock.ts";
import type {
  AttemptRecord,
  ObservationRecord,
  StudyContents,
  StudyRecord,
  StudyStore,
  StudySummary,
  TrialRecord,
} from "../contracts/store.ts";
import { progressOf, withAttempts } from "./attempts.ts";
import { closedStore, duplicateObservation, duplicateStudy } from "./faults.ts";
import { takeLock } from "./lock.ts";
import { isUniqueViolation, storeFault } from "./sqlite-faults.ts";
import { lockTable } from "./sqlite-lock.ts";
import { insertObservation, readObservations, readProgress } from "./sqlite-observations.ts";
import { inTransaction, openDatabase } from "./sqlite-open.ts";
import { putScores, readScores } from "./sqlite-scores.ts";
import { type Prepare, preparedOnce } from "./sqlite-statements.ts";
import { insertStudy, type NumberedStudy, readStudies } from "./sqlite-studies.ts";
import { insertAttempt, insertTrial, readTrialRows } from "./sqlite-trials.ts";
import { requireStudy, resolveStudy } from "./study-reference.ts";

/**
 * A store in one SQLite file, made if absent. Every append is one transaction that is on disk before its promise
 * resolves. Several processes may use it at once.
 *
 * @throws {ProxyboError} `STORE_UNWRITABLE`, `STORE_NEWER_VERSION`, `STORE_CORRUPT` (also: no store of ours),
 * `MISSING_DEPENDENCY` where the JavaScript engine has no `node:sqlite`.
 * @example
 * await using store = await sqliteStore(".proxybo/studies.sqlite");
 * await store.studies() // => []
 */
export async function sqliteStore(path: string): Promise<StudyStore> {
  const file = resolve(path);
  return new SqliteStore(file, await openDatabase(file));
}

class SqliteStore implements StudyStore {
  readonly location: string;
  readonly #database: DatabaseSync;
  readonly #prepare: Prepare;
  readonly #sequence = new Map<string, number>();

  constructor(location: string, database: DatabaseSync) {
    this.location = location;
    this.#database = database;
    this.#prepare = preparedOnce(database);
  }

  async createStudy(record: StudyRecord): Promise<void> {
    this.#guard(
      () => inTransaction(this.#database, () => insertStudy(this.#prepare, record)),
      () => duplicateStudy(record.id, this.location),
    );
  }

  async studies(): Promise<readonly StudySummary[]> {
    return this.#guard(() =>
      this.#studies().map(({ seq, ...study }) => ({
        ...study,
        ...(this.#attempts(seq).length > 0
          ? progressOf(this.#observations(seq))
          : readProgress(this.#prepare, seq, this.location)),
      })),
    );
  }

  async study(reference: string): Promise<StudyRecord> {
    return this.#guard(() => {
      const { seq: _, ...study } = resolveStudy(reference, this.#studies(), this.location);
      return study;
    });
  }

  async appendObservation(study: string, observation: ObservationRecord): Promise<void> {
    this.#guard(
      () => insertObservation(this.#prepare, this.#sequenceOf(study), observation),
      () => duplicateObservation(study, observation.n, this.location),
    );
  }

  async observations(study: string): Promise<readonly ObservationRecord[]> {
    return this.#guard(() => this.#observations(this.#sequenceOf(study)));
  }

  async startTrial(study: string, trial: TrialRecord): Promise<void> {
    this.#guard(
      () => insertTrial(this.#prepare, this.#sequenceOf(study), trial),
      () => duplicateObservation(study, trial.n, this.location),
    );
  }

  async trials(
    study: string,
    { unfinished = false }: { readonly unfinished?: boolean } = {},
  ): Promise<readonly TrialRecord[]> {
    return this.#guard(() =>
      readTrialRows<TrialRecord>(this.#prepare, "trials", this.#sequenceOf(study), this.location, unfinished),
    );
  }

  async appendAttempt(study: string, attempt: AttemptRecord): Promise<void> {
    this.#guard(
      () => insertAttempt(this.#prepare, this.#sequenceOf(study), attempt),
      () => duplicateObservation(study, attempt.n, this.location),
    );
  }

  async attempts(study: string): Promise<readonly AttemptRecord[]> {
    return this.#guard(() => this.#attempts(this.#sequenceOf(study)));
  }

  async revision(study: string): Promise<string> {
    return this.#guard(() => {
      const seq = this.#sequenceOf(study);
      // Nothing is ever deleted, so as many rows are the same rows; trials are numbered as they start.
      const row = this.#prepare(
        `SELECT (SELECT coalesce(max(n), 0) FROM trials WHERE study = ?1) || ' ' ||
         (SELECT count(*) FROM observations WHERE study = ?1) || ' ' ||
         (SELECT count(*) FROM attempts WHERE study = ?1) AS revision`,
      ).get(seq);
      return row!["revision"] as string;
    });
  }

  async contents(study: string): Promise<StudyContents> {
    return this.#guard(() => {
      const { seq, ...record } = requireStudy(study, this.#studies(), this.location);
      return {
        study: record,
        trials: readTrialRows<TrialRecord>(this.#prepare, "trials", seq, this.location),
        observations: readObservations(this.#prepare, seq, this.location),
        attempts: this.#attempts(seq),
      };
    });
  }

  async addContents({ study, trials, observations, attempts }: StudyContents): Promise<void> {
    this.#guard(
      () =>
        inTransaction(this.#database, () => {
          const seq = insertStudy(this.#prepare, study);
          for (const trial of trials) insertTrial(this.#prepare, seq, trial);
          for (const observation of observations) insertObservation(this.#prepare, seq, observation);
          for (const attempt of attempts) insertAttempt(this.#prepare, seq, attempt);
        }),
      () => duplicateStudy(study.id, this.location),
    );
  }

  async proxyScores(scope: string, proxy: string): Promise<ReadonlyMap<string, ProxyScore>> {
    return this.#guard(() => readScores(this.#prepare, scope, proxy, this.location));
  }

  async putProxyScores(scope: string, proxy: string, scores: ReadonlyMap<string, ProxyScore>): Promise<void> {
    if (scores.size === 0) return;
    this.#guard(() =>
      inTransaction(this.#database, () => putScores(this.#prepare, scope, proxy, scores, this.location)),
    );
  }

  async lock(study: string, name: string, options: LockOptions = {}): Promise<StudyLock> {
    const seq = this.#guard(() => this.#sequenceOf(study));
    const table = lockTable(this.#database, seq, name);
    return takeLock((work) => this.#guard(work), table, { study, name, location: this.location }, options);
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #studies(): readonly NumberedStudy[] {
    return readStudies(this.#prepare, this.location);
  }

  #sequenceOf(id: string): number {
    const known = this.#sequence.get(id);
    if (known !== undefined) return known;
    const { seq } = requireStudy(id, this.#studies(), this.location);
    this.#sequence.set(id, seq);
    return seq;
  }

  #attempts(study: number): readonly AttemptRecord[] {
    return readTrialRows<AttemptRecord>(this.#prepare, "attempts", study, this.location);
  }

  #observations(study: number): readonly ObservationRecord[] {
    return withAttempts(readObservations(this.#prepare, study, this.location), this.#attempts(study));
  }

  /** Turns what SQLite throws into errors for people. */
  #guard<T>(work: () => T, duplicate?: () => Error): T {
    if (!this.#database.isOpen) throw closedStore(this.location);
    try {
      return work();
    } catch (thrown) {
      if (duplicate !== undefined && isUniqueViolation(thrown)) throw duplicate();
      throw storeFault(thrown, this.location);
    }
  }
}
