import { resolve } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { LockOptions, StudyLock } from "../contracts/lock.ts";
import type {
  AttemptRecord,
  ObservationRecord,
  StudyRecord,
  StudyStore,
  StudySummary,
  TrialRecord,
} from "../contracts/store.ts";
import { progressOf, withAttempts } from "./attempts.ts";
import { encodeExact } from "./exact-json.ts";
import { closedStore, duplicateObservation, duplicateStudy } from "./faults.ts";
import { checksumOf } from "./sqlite-checksums.ts";
import { isUniqueViolation, storeFault } from "./sqlite-faults.ts";
import { inTransaction, openDatabase } from "./sqlite-open.ts";
import {
  type ObservationRow,
  observationOf,
  type ScoreRow,
  scoreOf,
  type StudyRow,
  studyOf,
} from "./sqlite-rows.ts";
import { insertAttempt, insertTrial, readTrialRows } from "./sqlite-trials.ts";
import { takeLock } from "./lock.ts";
import { lockTable } from "./sqlite-lock.ts";
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
  readonly #statements = new Map<string, StatementSync>();
  readonly #sequence = new Map<string, number>();

  constructor(location: string, database: DatabaseSync) {
    this.location = location;
    this.#database = database;
  }

  async createStudy({ id, name, created, settings }: StudyRecord): Promise<void> {
    this.#guard(
      () =>
        inTransaction(this.#database, () => {
          const row = {
            seq: this.#nextSequence("studies"),
            id,
            name,
            created,
            settings: encodeExact(settings),
          };
          this.#run(
            "INSERT INTO studies (seq, id, name, created, settings, crc) VALUES (?, ?, ?, ?, ?, ?)",
          ).run(row.seq, id, name, created, row.settings, checksumOf("studies", row));
        }),
      () => duplicateStudy(id, this.location),
    );
  }

  async studies(): Promise<readonly StudySummary[]> {
    return this.#guard(() => {
      const counts = this.#run(
        "SELECT count(*) AS observations, coalesce(sum(failed), 0) AS failed FROM observations WHERE study = ?",
      );
      // 9e999 is infinity: an error that is infinite is nobody's best.
      const best = this.#run(
        "SELECT * FROM observations WHERE study = ? AND error < 9e999 ORDER BY error, seq LIMIT 1",
      );
      return this.#studyRows().map((row) => {
        const attempts = readTrialRows<AttemptRecord>(this.#database, "attempts", row.seq, this.location);
        if (attempts.length > 0)
          return { ...studyOf(row, this.location), ...progressOf(this.#observations(row.seq)) };
        const { observations, failed } = counts.get(row.seq) as { observations: number; failed: number };
        const lowest = best.get(row.seq) as ObservationRow | undefined;
        return {
          ...studyOf(row, this.location),
          observations,
          failed,
          best: lowest && observationOf(lowest, this.location),
        };
      });
    });
  }

  async study(reference: string): Promise<StudyRecord> {
    return this.#guard(() =>
      studyOf(resolveStudy(reference, this.#studyRows(), this.location), this.location),
    );
  }

  async appendObservation(study: string, observation: ObservationRecord): Promise<void> {
    this.#guard(
      () => this.#insertObservation(this.#sequenceOf(study), observation),
      () => duplicateObservation(study, observation.n, this.location),
    );
  }

  async observations(study: string): Promise<readonly ObservationRecord[]> {
    return this.#guard(() => this.#observations(this.#sequenceOf(study)));
  }

  async startTrial(study: string, trial: TrialRecord): Promise<void> {
    this.#guard(
      () => insertTrial(this.#database, this.#sequenceOf(study), trial),
      () => duplicateObservation(study, trial.n, this.location),
    );
  }

  async trials(study: string): Promise<readonly TrialRecord[]> {
    return this.#guard(() =>
      readTrialRows<TrialRecord>(this.#database, "trials", this.#sequenceOf(study), this.location),
    );
  }

  async appendAttempt(study: string, attempt: AttemptRecord): Promise<void> {
    this.#guard(
      () => insertAttempt(this.#database, this.#sequenceOf(study), attempt),
      () => duplicateObservation(study, attempt.n, this.location),
    );
  }

  async attempts(study: string): Promise<readonly AttemptRecord[]> {
    return this.#guard(() =>
      readTrialRows<AttemptRecord>(this.#database, "attempts", this.#sequenceOf(study), this.location),
    );
  }

  async proxyScores(scope: string, proxy: string): Promise<ReadonlyMap<string, ProxyScore>> {
    return this.#guard(() => {
      const rows = this.#run(
        `SELECT * FROM proxy_scores
         WHERE score_set = (SELECT seq FROM score_sets WHERE scope = ? AND proxy = ?)`,
      ).all(scope, proxy) as unknown as readonly ScoreRow[];
      return new Map(rows.map((row) => [row.key, scoreOf(row, this.location)]));
    });
  }

  async putProxyScores(scope: string, proxy: string, scores: ReadonlyMap<string, ProxyScore>): Promise<void> {
    if (scores.size === 0) return;
    this.#guard(() => {
      const put = this.#run(
        "INSERT OR REPLACE INTO proxy_scores (score_set, key, raw, seconds, failure, crc) VALUES (?, ?, ?, ?, ?, ?)",
      );
      inTransaction(this.#database, () => {
        const set = this.#scoreSet(scope, proxy);
        for (const [key, { raw, seconds, failure = null }] of scores) {
          const crc = checksumOf("proxy_scores", { score_set: set, key, raw, seconds, failure });
          put.run(set, key, raw, seconds, failure, crc);
        }
      });
    });
  }

  async lock(study: string, name: string, options: LockOptions = {}): Promise<StudyLock> {
    const seq = this.#guard(() => this.#sequenceOf(study));
    const table = lockTable(this.#database, seq, name);
    return takeLock((work) => this.#guard(work), table, { study, name, location: this.location }, options);
  }

  async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #run(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #studyRows(): readonly StudyRow[] {
    return this.#run("SELECT * FROM studies ORDER BY seq").all() as unknown as readonly StudyRow[];
  }

  #sequenceOf(id: string): number {
    const known = this.#sequence.get(id);
    if (known !== undefined) return known;
    const { seq } = requireStudy(id, this.#studyRows(), this.location);
    this.#sequence.set(id, seq);
    return seq;
  }

  #observations(study: number): readonly ObservationRecord[] {
    const rows = this.#run("SELECT * FROM observations WHERE study = ? ORDER BY seq").all(study);
    return withAttempts(
      rows.map((row) => observationOf(row as unknown as ObservationRow, this.location)),
      readTrialRows<AttemptRecord>(this.#database, "attempts", study, this.location),
    );
  }

  #insertObservation(study: number, observation: ObservationRecord): void {
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
    this.#run(
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

  /** The number of a set of scores, made if absent. */
  #scoreSet(scope: string, proxy: string): number {
    const found = this.#run("SELECT seq FROM score_sets WHERE scope = ? AND proxy = ?").get(scope, proxy);
    if (found !== undefined) return found["seq"] as number;
    const seq = this.#nextSequence("score_sets");
    this.#run("INSERT INTO score_sets (seq, scope, proxy, crc) VALUES (?, ?, ?, ?)").run(
      seq,
      scope,
      proxy,
      checksumOf("score_sets", { seq, scope, proxy }),
    );
    return seq;
  }

  #nextSequence(table: "studies" | "score_sets"): number {
    return this.#run(`SELECT coalesce(max(seq), 0) + 1 AS next FROM ${table}`).get()!["next"] as number;
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
