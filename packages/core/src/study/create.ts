import { randomUUID } from "node:crypto";
import { isLeft } from "fp-ts/lib/Either.js";
import type { Evaluation, Observation } from "../contracts/observation.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { Json, ObservationRecord, StudyRecord, StudyStore } from "../contracts/store.ts";
import type { ProxySource } from "../contracts/strategy.ts";
import { bestOf } from "../engine/targets.ts";
import { ProxyboError } from "../errors/error.ts";
import { createRandom } from "../random/random.ts";
import { memoryStore } from "../store/memory.ts";
import { runStudy } from "./run.ts";
import { describeRun } from "./describe.ts";
import type { Study, StudyOptions, Trial } from "./types.ts";

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
  const observations: Observation<A>[] = [];
  if (options.resume === undefined) await store.createStudy(record);
  else for (const kept of await store.observations(record.id)) observations.push(revive(options.space, kept));
  return new RunningStudy(options, store, record, observations);
}

class RunningStudy<A> implements Study<A> {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  readonly evaluations: number;
  readonly store: StudyStore;
  readonly #options: StudyOptions<A>;
  readonly #record: StudyRecord;
  readonly #observations: Observation<A>[];
  /** The same for every trial, so that a strategy may remember what it derived from one. */
  readonly #proxies: readonly TimedProxy<A>[];
  readonly #pending = new Map<number, PendingTrial<A>>();
  #last: number;

  constructor(
    options: StudyOptions<A>,
    store: StudyStore,
    record: StudyRecord,
    observations: Observation<A>[],
  ) {
    this.id = record.id;
    this.name = record.name;
    this.seed = options.seed ?? 1;
    this.evaluations = options.evaluations ?? 100;
    this.store = store;
    this.#options = options;
    this.#proxies = (options.proxies ?? []).map(timeScores);
    this.#record = record;
    this.#observations = observations;
    this.#last = observations.reduce((last, { n }) => Math.max(last, n), 0);
  }

  get observations(): readonly Observation<A>[] {
    return this.#observations;
  }

  get best(): Observation<A> | undefined {
    return bestOf(this.#observations);
  }

  async ask(): Promise<Trial<A> | undefined> {
    const { space, strategy, surrogate } = this.#options;
    const n = this.#last + 1;
    const started = performance.now();
    const suggestion = await strategy.suggest({
      n,
      space,
      observations: this.#observations,
      pending: [...this.#pending.values()].map(({ trial }) => trial.architecture),
      surrogate,
      proxies: this.#proxies.map(({ source }) => source),
      seed: this.seed,
      random: createRandom(this.seed, "trial", n),
    });
    if (suggestion === undefined) return undefined;
    const { architecture, why } = suggestion;
    const score = this.#proxies.reduce((sum, { takeSeconds }) => sum + takeSeconds(), 0);
    const suggest = (performance.now() - started) / 1000 - score;
    const trial: Trial<A> = {
      n,
      architecture,
      text: space.format(architecture),
      key: space.key(architecture),
      why,
      seed: createRandom(this.seed, "evaluation", n).integer(2 ** 31),
    };
    this.#last = n;
    this.#pending.set(n, { trial, cost: { suggest, score } });
    return trial;
  }

  async tell(n: number, evaluation: Evaluation): Promise<Observation<A>> {
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
    const { architecture: _, ...kept } = observation;
    await this.store.appendObservation(this.id, kept);
    this.#pending.delete(n);
    this.#observations.push(observation);
    return observation;
  }

  run: Study<A>["run"] = (options = {}) => runStudy(this, this.#options, options);

  document: Study<A>["document"] = () => describeRun(this, this.#record);
}

interface PendingTrial<A> {
  readonly trial: Trial<A>;
  readonly cost: Observation["cost"];
}

function requireParts<A>({ strategy, surrogate, proxies }: StudyOptions<A>): void {
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

function revive<A>(space: SearchSpace<A>, kept: ObservationRecord): Observation<A> {
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
