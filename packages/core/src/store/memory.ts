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
import type { ProxyScore } from "../contracts/proxy.ts";
import { decodeExact, encodeExact } from "./exact-json.ts";
import { closedStore, duplicateObservation, duplicateStudy } from "./faults.ts";
import { takeLock } from "./lock.ts";
import { type LockRows, memoryLockTable } from "./memory-lock.ts";
import { requireStudy, resolveStudy } from "./study-reference.ts";

/**
 * A store that lives as long as the process: for tests and for studies that need not last.
 *
 * @example
 * const study = await createStudy({ space, strategy, store: memoryStore() });
 */
export function memoryStore(): StudyStore {
  return new MemoryStore();
}

interface Kept {
  readonly record: StudyRecord;
  readonly observations: ObservationRecord[];
  readonly numbers: Set<number>;
  readonly trials: Map<number, TrialRecord>;
  readonly attempts: AttemptRecord[];
}

class MemoryStore implements StudyStore {
  readonly location = "memory";
  readonly #studies: Kept[] = [];
  readonly #scores = new Map<string, Map<string, ProxyScore>>();
  readonly #locks: LockRows = new Map();
  #closed = false;

  async createStudy(record: StudyRecord): Promise<void> {
    this.#open();
    if (this.#studies.some((kept) => kept.record.id === record.id))
      throw duplicateStudy(record.id, this.location);
    this.#studies.push({
      record: copied(record),
      observations: [],
      numbers: new Set(),
      trials: new Map(),
      attempts: [],
    });
  }

  async studies(): Promise<readonly StudySummary[]> {
    this.#open();
    return this.#studies.map(summary);
  }

  async study(reference: string): Promise<StudyRecord> {
    this.#open();
    return resolveStudy(reference, this.#records(), this.location);
  }

  async appendObservation(study: string, observation: ObservationRecord): Promise<void> {
    const kept = this.#kept(study);
    if (kept.numbers.has(observation.n)) throw duplicateObservation(study, observation.n, this.location);
    kept.numbers.add(observation.n);
    kept.observations.push(copied(observation));
  }

  async observations(study: string): Promise<readonly ObservationRecord[]> {
    const { observations, attempts } = this.#kept(study);
    return [...withAttempts(observations, attempts)];
  }

  async startTrial(study: string, trial: TrialRecord): Promise<void> {
    const { trials } = this.#kept(study);
    if (trials.has(trial.n)) throw duplicateObservation(study, trial.n, this.location);
    trials.set(trial.n, copied(trial));
  }

  async trials(
    study: string,
    { unfinished = false }: { readonly unfinished?: boolean } = {},
  ): Promise<readonly TrialRecord[]> {
    const { trials, numbers } = this.#kept(study);
    return [...trials.values()]
      .filter(({ n }) => !unfinished || !numbers.has(n))
      .toSorted((a, b) => a.n - b.n);
  }

  async appendAttempt(study: string, attempt: AttemptRecord): Promise<void> {
    const { attempts } = this.#kept(study);
    if (attempts.some((kept) => kept.n === attempt.n && kept.attempt === attempt.attempt))
      throw duplicateObservation(study, attempt.n, this.location);
    attempts.push(copied(attempt));
  }

  async attempts(study: string): Promise<readonly AttemptRecord[]> {
    return [...this.#kept(study).attempts];
  }

  async revision(study: string): Promise<string> {
    const { trials, observations, attempts } = this.#kept(study);
    return [trials.size, observations.length, attempts.length].join(" ");
  }

  async contents(study: string): Promise<StudyContents> {
    const { record, observations, attempts } = this.#kept(study);
    const trials = await this.trials(study);
    return { study: record, trials, observations: [...observations], attempts: [...attempts] };
  }

  async addContents({ study, trials, observations, attempts }: StudyContents): Promise<void> {
    const apart = new MemoryStore();
    await apart.createStudy(study);
    for (const trial of trials) await apart.startTrial(study.id, trial);
    for (const observation of observations) await apart.appendObservation(study.id, observation);
    for (const attempt of attempts) await apart.appendAttempt(study.id, attempt);
    this.#open();
    if (this.#studies.some(({ record }) => record.id === study.id))
      throw duplicateStudy(study.id, this.location);
    this.#studies.push(apart.#studies[0]!);
  }

  async proxyScores(scope: string, proxy: string): Promise<ReadonlyMap<string, ProxyScore>> {
    this.#open();
    return new Map(this.#scores.get(JSON.stringify([scope, proxy])));
  }

  async putProxyScores(scope: string, proxy: string, scores: ReadonlyMap<string, ProxyScore>): Promise<void> {
    this.#open();
    const set = JSON.stringify([scope, proxy]);
    const kept = this.#scores.get(set) ?? new Map<string, ProxyScore>();
    for (const [key, score] of scores) kept.set(key, { ...score });
    this.#scores.set(set, kept);
  }

  async lock(study: string, name: string, options: LockOptions = {}): Promise<StudyLock> {
    const { record } = this.#kept(study);
    const table = memoryLockTable(this.#locks, JSON.stringify([record.id, name]));
    const guard = <T>(work: () => T): T => {
      this.#open();
      return work();
    };
    return takeLock(guard, table, { study, name, location: this.location }, options);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(): void {
    if (this.#closed) throw closedStore(this.location);
  }

  #records(): readonly StudyRecord[] {
    return this.#studies.map(({ record }) => record);
  }

  #kept(id: string): Kept {
    this.#open();
    const record = requireStudy(id, this.#records(), this.location);
    return this.#studies.find((kept) => kept.record === record)!;
  }
}

/** Cut off from the caller's value, and as a store on disk would give it back. */
function copied<T>(value: T): T {
  return decodeExact(encodeExact(value)) as T;
}

function summary({ record, observations, attempts }: Kept): StudySummary {
  return { ...record, ...progressOf(withAttempts(observations, attempts)) };
}
