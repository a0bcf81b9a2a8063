/// <reference lib="esnext.disposable" preserve="true" />
import type { LockOptions, StudyLock } from "./lock.ts";
import type { Attempt, Outcome, Why } from "./observation.ts";
import type { ProxyScore } from "./proxy.ts";

/** JSON values, as settings are kept. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A study as it is kept: enough to go on with it. */
export interface StudyRecord {
  /** Short and unique; also accepted by any unambiguous prefix. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  /** Everything that decides the run, as the configuration has it. */
  readonly settings: Json;
}

/** An observation as it is kept: the architecture by its text. */
export interface ObservationRecord {
  readonly n: number;
  readonly text: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly why: Why;
  readonly cost: { readonly suggest: number; readonly score: number };
  /** Earlier evaluations of the trial, oldest first. */
  readonly attempts?: readonly Attempt[];
}

/** A trial as it is kept before it is evaluated: with the state that it was suggested from. */
export interface TrialRecord {
  readonly n: number;
  readonly text: string;
  readonly key: string;
  readonly why: Why;
  readonly cost: ObservationRecord["cost"];
  /** How many observations there were, the first of the study's order, … */
  readonly observed: number;
  /** … and which trials had no result. */
  readonly pending: readonly number[];
}

/** An evaluation beside the first that counted. */
export interface AttemptRecord extends Attempt {
  readonly n: number;
  /** Counts the trial's attempts: 1, 2, … */
  readonly attempt: number;
  /** `true`: takes the place of a failed observation; `false`: failed before it, and was tried again at once. */
  readonly retried: boolean;
}

/** All that a store keeps of a study: as it was appended, in that order. */
export interface StudyContents {
  readonly study: StudyRecord;
  readonly trials: readonly TrialRecord[];
  /** Without their attempts, each with its first outcome. */
  readonly observations: readonly ObservationRecord[];
  readonly attempts: readonly AttemptRecord[];
}

/** A study with how far it is. */
export interface StudySummary extends StudyRecord {
  readonly observations: number;
  readonly failed: number;
  readonly best: ObservationRecord | undefined;
}

/**
 * Keeps studies, observations and proxy scores. What a promise of `append…` or `put…` acknowledged survives the death
 * of the process and of the machine.
 */
export interface StudyStore extends AsyncDisposable {
  /** Where it is, for people. */
  readonly location: string;
  createStudy(record: StudyRecord): Promise<void>;
  studies(): Promise<readonly StudySummary[]>;
  /** By id, unambiguous prefix of an id, or name (the newest of that name); `STUDY_UNKNOWN` otherwise. */
  study(reference: string): Promise<StudyRecord>;
  /** Rejects with `STUDY_MISMATCH` an n that is there already. */
  appendObservation(study: string, observation: ObservationRecord): Promise<void>;
  /** In the order in which they were appended; a retried one stays at its place, with its latest outcome. */
  observations(study: string): Promise<readonly ObservationRecord[]>;
  /** Keeps a trial before it is evaluated. Rejects with `STUDY_MISMATCH` an n that is there already. */
  startTrial(study: string, trial: TrialRecord): Promise<void>;
  /** By n; those without an observation alone, where `unfinished` is `true`. */
  trials(study: string, options?: { readonly unfinished?: boolean }): Promise<readonly TrialRecord[]>;
  /** Rejects with `STUDY_MISMATCH` an attempt that is there already. */
  appendAttempt(study: string, attempt: AttemptRecord): Promise<void>;
  attempts(study: string): Promise<readonly AttemptRecord[]>;
  /** Another text whenever something was appended to the study, by whichever process. */
  revision(study: string): Promise<string>;
  /** A study in full, to be taken elsewhere. */
  contents(study: string): Promise<StudyContents>;
  /** Adds a study in full, or nothing. Rejects with `STUDY_EXISTS` an id that is there already. */
  addContents(contents: StudyContents): Promise<void>;
  /**
   * Scores kept under `scope` (data set, mini-batch, seed, and runtime with its backend), by the hash of the network. Shared by studies.
   */
  proxyScores(scope: string, proxy: string): Promise<ReadonlyMap<string, ProxyScore>>;
  putProxyScores(scope: string, proxy: string, scores: ReadonlyMap<string, ProxyScore>): Promise<void>;
  /**
   * Takes the lock `name` of a study: of all processes, one holds it at a time. It stays its owner's until that releases
   * it or dies; an owner that is alive, however slow, keeps it.
   *
   * Rejects with `STUDY_LOCKED`, naming the owner, where it is not free within `wait` seconds.
   */
  lock(study: string, name: string, options?: LockOptions): Promise<StudyLock>;
  close(): Promise<void>;
}
