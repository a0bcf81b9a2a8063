import { randomUUID } from "node:crypto";
import { isLeft } from "fp-ts/lib/Either.js";
import type { Evaluation, Observation } from "../contracts/observation.ts";
import { hasGraphs, type SearchSpace } from "../contracts/space.ts";
import type { Json, ObservationRecord, StudyRecord, StudyStore } from "../contracts/store.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import { noGraphs } from "../engine/inputs.ts";
import { bestOf } from "../engine/targets.ts";
import { ProxyboError } from "../errors/error.ts";
import { createRandom } from "../random/random.ts";
import { memoryStore } from "../store/memory.ts";
import { runStudy } from "./run.ts";
import { describeRun } from "./describe.ts";
import type { Study, StudyOptions, SuccessfulObservation, Trial } from "./types.ts";

/**
 * Starts a study, or goes on with a kept one (`resume`).
 *
 * Trial n is decided by the seed, n and the observations so far, and by nothing else: a study that was resumed goes on
 * exactly as if it had never stopped.
 *
 * @throws {ProxyboError} `USAGE` for a strategy without what it needs; `STUDY_UNKNOWN`, `STUDY_MISMATCH` on resume.
 * @example
 * const study = await createStudy({ space, strategy: randomStrategy(), seed: 1 });
 * const trial = await study.ask();
 * await study.tell(trial.n, { status: "ok", error: 7.5, metrics: {}, seconds: 60 });
 */
export async function createStudy<A>(options: StudyOptions<A>): Promise<Study<A>> {
  requireParts(options);
  const store = options.store ?? memoryStore();
  const record = options.resume === undefined ? newRecord(options) : await store.study(options.resume);
  if (options.resume === undefined) await store.createStudy(record);
  const study = new RunningStudy(options, store, record);
  if (options.resume !== undefined) await study.load();
  return study;
}

class RunningStudy<A> implements Study<A> {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly evaluations: number;
  readonly store: StudyStore;
  readonly #options: StudyOptions<A>;
  readonly #record: StudyRecord;
  #observations: Observation<A>[] = [];
  /** The same for every trial, so that a strategy may remember what it derived from one. */
  readonly #proxies: readonly TimedProxy<A>[];
  readonly #pending = new Map<number, PendingTrial<A>>();
  /** Trials of an earlier process that have no result: they come first. */
  #left: PendingTrial<A>[] = [];
  #last = 0;
  /** The revision of the store that was read, before anything of this object's own. */
  #loaded: string | undefined;
  /** One decision, and one result, at a time. */
  #asking: Promise<unknown> = Promise.resolve();
  #telling: Promise<unknown> = Promise.resolve();

  constructor(options: StudyOptions<A>, store: StudyStore, record: StudyRecord) {
    this.id = record.id;
    this.name = record.name;
    this.seed = options.seed ?? 1;
    this.evaluations = options.evaluations ?? 100;
    this.store = store;
    this.#options = options;
    this.#proxies = (options.proxies ?? []).map(timeScores);
    this.#record = record;
  }

  /** Reads what the store holds; what is pending in this object stays so. */
  async load(): Promise<void> {
    const { space } = this.#options;
    const revision = await this.store.revision(this.id);
    if (revision === this.#loaded) return;
    this.#loaded = revision;
    this.#observations = (await this.store.observations(this.id)).map((kept) => revive(space, kept));
    const trials = await this.store.trials(this.id, { unfinished: true });
    const finished = new Set(this.#observations.map(({ n }) => n));
    this.#left = trials
      .filter(({ n }) => !finished.has(n) && !this.#pending.has(n))
      .map((kept) => ({
        trial: this.#trialOf(kept.n, revive(space, kept).architecture, kept),
        cost: kept.cost,
      }));
    this.#last = [...this.#observations, ...trials].reduce((last, { n }) => Math.max(last, n), 0);
  }

  get observations(): readonly Observation<A>[] {
    return this.#observations;
  }

  get best(): SuccessfulObservation<A> | undefined {
    return bestOf(this.#observations) as SuccessfulObservation<A> | undefined;
  }

  ask(): Promise<Trial<A> | undefined> {
    const asked = this.#asking.then(() => this.#ask());
    this.#asking = asked.catch(() => undefined);
    return asked;
  }

  tell(n: number, evaluation: Evaluation): Promise<Observation<A>> {
    const told = this.#telling.then(() => this.#tell(n, evaluation));
    this.#telling = told.catch(() => undefined);
    return told;
  }

  async #ask(): Promise<Trial<A> | undefined> {
    const left = this.#left.shift();
    if (left !== undefined) {
      this.#pending.set(left.trial.n, left);
      return left.trial;
    }
    const { space, strategy, surrogate } = this.#options;
    const n = this.#last + 1;
    const started = performance.now();
    // Results may come in while the strategy thinks: it sees the state of this moment.
    const known = this.#observations.filter(({ outcome }) => outcome.status !== "cancelled");
    const cancelled = this.#observations.filter(({ outcome }) => outcome.status === "cancelled");
    const observed = this.#observations.length;
    const waiting = [...this.#pending.values()].map(({ trial }) => trial).toSorted((a, b) => a.n - b.n);
    const suggestion = await strategy.suggest({
      n,
      space,
      observations: known,
      pending: [...waiting, ...cancelled].map(({ architecture }) => architecture),
      surrogate,
      proxies: this.#proxies.map(({ source }) => source),
      seed: this.seed,
      random: createRandom(this.seed, "trial", n),
    });
    if (suggestion === undefined) return undefined;
    const { architecture, why } = suggestion;
    const score = this.#proxies.reduce((sum, { takeSeconds }) => sum + takeSeconds(), 0);
    const cost = { suggest: (performance.now() - started) / 1000 - score, score };
    const kept = { text: space.format(architecture), key: space.key(architecture), why };
    await this.store.startTrial(this.id, {
      n,
      ...kept,
      cost,
      observed,
      pending: waiting.map((trial) => trial.n),
    });
    const trial = this.#trialOf(n, architecture, kept);
    this.#last = n;
    this.#pending.set(n, { trial, cost });
    return trial;
  }

  #trialOf(n: number, architecture: A, { text, key, why }: Pick<Trial<A>, "text" | "key" | "why">): Trial<A> {
    const seed = createRandom(this.seed, "evaluation", n).integer(2 ** 31);
    return { n, architecture, text, key, why, seed };
  }

  async #tell(n: number, evaluation: Evaluation): Promise<Observation<A>> {
    const pending = this.#pending.get(n);
    if (!pending) throw notPending(n, [...this.#pending.keys()]);
    const { seconds, ...outcome } = evaluation;
    if (outcome.status === "ok" && !Number.isFinite(outcome.error)) {
      throw new ProxyboError(
        "TELL_REJECTED",
        `trial ${n}: expected a finite error in percent, got ${outcome.error}`,
        {
          hint: 'Tell a failed evaluation as { status: "failed", code, reason, seconds }.',
        },
      );
    }
    const { architecture, text, key, why } = pending.trial;
    const observation: Observation<A> = {
      n,
      architecture,
      text,
      key,
      outcome,
      seconds,
      why,
      cost: pending.cost,
    };
    const place = this.#observations.findIndex((found) => found.n === n);
    if (place !== -1) {
      const { outcome: was, seconds: took, attempts: earlier = [] } = this.#observations[place]!;
      const attempts = [...earlier, { outcome: was, seconds: took }];
      // Counted from the store: failures of this retry may have been kept since.
      const attempt = (await this.store.attempts(this.id)).filter((kept) => kept.n === n).length + 2;
      await this.store.appendAttempt(this.id, { n, attempt, outcome, seconds, retried: true });
      this.#pending.delete(n);
      this.#observations[place] = { ...observation, attempts };
      return this.#observations[place];
    }
    const { architecture: _, ...kept } = observation;
    await this.store.appendObservation(this.id, kept);
    this.#pending.delete(n);
    this.#observations.push(observation);
    return observation;
  }

  async retry(n: number): Promise<Trial<A>> {
    const observation = this.#observations.find((found) => found.n === n);
    if (observation === undefined || observation.outcome.status === "ok")
      throw new ProxyboError(
        "USAGE",
        `expected a trial that failed or was cancelled, got ${n}, ${observation ? "which succeeded" : "which has no result"}`,
      );
    const trial = this.#trialOf(n, observation.architecture, observation);
    this.#pending.set(n, { trial, cost: observation.cost });
    return trial;
  }

  run: Study<A>["run"] = async (options = {}) => {
    await using lock = await this.store.lock(this.id, "run");
    if (this.#options.resume !== undefined) await this.load();
    try {
      return await runStudy(this, this.#options, options, {
        lost: lock.lost,
        failedAttempt: (n, attempt, { seconds, ...outcome }) =>
          this.store.appendAttempt(this.id, { n, attempt, outcome, seconds, retried: false }),
        attemptsOf: async (n) => (await this.store.attempts(this.id)).filter((kept) => kept.n === n).length,
      });
    } finally {
      await this.#asking;
      await this.#telling;
    }
  };

  document: Study<A>["document"] = () => describeRun(this, this.#record);
}

interface PendingTrial<A> {
  readonly trial: Trial<A>;
  readonly cost: Observation["cost"];
}

function requireParts<A>({ space, strategy, surrogate, proxies }: StudyOptions<A>): void {
  if (surrogate?.readsGraphs === true && !hasGraphs(space)) throw noGraphs(space);
  const missing = strategy.needs.surrogate && !surrogate ? "a surrogate" : undefined;
  const lacking = missing ?? (strategy.needs.proxies && !proxies?.length ? "at least one proxy" : undefined);
  if (lacking === undefined) return;
  throw new ProxyboError("USAGE", `strategy '${strategy.name}' needs ${lacking}; the study has none`);
}

function newRecord<A>(options: StudyOptions<A>): StudyRecord {
  const { space, strategy, surrogate, proxies = [], objective, seed = 1, evaluations = 100 } = options;
  const settings: Json = options.settings ?? {
    space: space.name,
    strategy: strategy.name,
    surrogate: surrogate?.name ?? null,
    proxies: proxies.map(({ name }) => name),
    objective: objective?.name ?? null,
    seed,
    evaluations,
  };
  return {
    id: randomUUID().replaceAll("-", "").slice(0, 12),
    name: options.name ?? `${space.name}-${strategy.name}-${seed}`,
    created: new Date().toISOString(),
    settings,
  };
}

function revive<A, K extends Pick<ObservationRecord, "n" | "text">>(
  space: SearchSpace<A>,
  kept: K,
): K & { readonly architecture: A } {
  const parsed = space.parse(kept.text);
  if (isLeft(parsed)) {
    throw new ProxyboError(
      "STUDY_MISMATCH",
      `observation ${kept.n} is no architecture of space '${space.name}'`,
      {
        place: { architecture: kept.text },
        hint: "Resume the study with the space that it was started with.",
        cause: parsed.left,
      },
    );
  }
  return { ...kept, architecture: parsed.right };
}

interface TimedProxy<A> {
  readonly source: ProxySource<A>;
  /** How long its scores took since it was last asked. */
  readonly takeSeconds: () => number;
}

function timeScores<A>(source: ProxySource<A>): TimedProxy<A> {
  let milliseconds = 0;
  const timed: ProxySource<A> = {
    name: source.name,
    ...(source.recorded !== undefined && { recorded: source.recorded }),
    scores: async (architectures) => {
      const started = performance.now();
      const scores = await source.scores(architectures);
      milliseconds += performance.now() - started;
      return scores;
    },
  };
  return {
    source: timed,
    takeSeconds: () => {
      const seconds = milliseconds / 1000;
      milliseconds = 0;
      return seconds;
    },
  };
}

function notPending(n: number, pending: readonly number[]): ProxyboError {
  const waiting = pending.length === 0 ? "none" : pending.join(", ");
  return new ProxyboError("TELL_REJECTED", `trial ${n} is not waiting for a result; waiting: ${waiting}`, {
    hint: "Tell each trial that ask() gave once, by its n.",
  });
}
