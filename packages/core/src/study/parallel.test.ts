import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  boStrategy,
  createStudy,
  memoryStore,
  type Objective,
  proxyBoStrategy,
  randomStrategy,
  type RunEvent,
  type Strategy,
  type StudyOptions,
  type StudyStore,
} from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const space = necklaces(6);
/** Ends after a time that depends on the architecture: out of order. */
const slow: Objective<Necklace> = {
  name: "slow",
  evaluate: async ({ architecture, n, signal }) => {
    await sleep(1 + ((n * 7) % 5) * 3, undefined, { signal });
    return { status: "ok", error: errorOf(architecture), metrics: {}, seconds: 1 };
  },
};
const options = (strategy: Strategy, more: Partial<StudyOptions<Necklace>> = {}): StudyOptions<Necklace> => ({
  space,
  objective: slow,
  strategy,
  surrogate: nearestNeighbour,
  proxies: [countProxy],
  seed: 3,
  evaluations: 24,
  ...more,
});
const failure = {
  status: "failed",
  code: "OBJECTIVE_FAILED",
  reason: "no",
  log: "tail",
  seconds: 1,
} as const;

/** Suggests every trial again, from the state that the store says it was suggested from. */
async function suggestedAgain(store: StudyStore, id: string, strategy: Strategy): Promise<readonly string[]> {
  const observations = await store.observations(id);
  const trials = await store.trials(id);
  const byTrial = new Map(trials.map((trial) => [trial.n, trial]));
  const again: string[] = [];
  for (const { n, observed, pending } of trials) {
    const copy = await createStudy(options(strategy));
    const state = new Map<number, string>();
    // Told in the kept order; what was pending then is asked for and stays so.
    const replayStore = memoryStore();
    await replayStore.createStudy({ id: copy.id, name: "replay", created: "", settings: null });
    for (const observation of observations.slice(0, observed))
      await replayStore.appendObservation(copy.id, observation);
    for (const waiting of pending) await replayStore.startTrial(copy.id, byTrial.get(waiting)!);
    const replay = await createStudy(options(strategy, { store: replayStore, resume: copy.id }));
    for (const waiting of pending) state.set(waiting, (await replay.ask())!.text);
    expect([...state.keys()]).toEqual(pending);
    const trial = (await replay.ask())!;
    expect(trial.n).toBe(n);
    again.push(trial.text);
  }
  return again;
}

describe.each<[string, () => Strategy]>([
  ["random", randomStrategy],
  ["bo", () => boStrategy({ candidates: { random: 40 } })],
  ["proxybo", () => proxyBoStrategy({ candidates: { random: 40 } })],
])("a parallel study by %s", (_name, strategy) => {
  it("keeps as many in flight as it may, evaluates each network once, and makes exactly its evaluations", async () => {
    let inFlight = 0;
    let most = 0;
    const counting: Objective<Necklace> = {
      name: "counting",
      evaluate: async (request) => {
        most = Math.max(most, (inFlight += 1));
        try {
          return await slow.evaluate(request);
        } finally {
          inFlight -= 1;
        }
      },
    };
    const study = await createStudy(options(strategy(), { objective: counting }));
    expect(await study.run({ parallel: 4 })).toBe("evaluations");
    expect(most).toBe(4);
    expect(study.observations).toHaveLength(24);
    expect(new Set(study.observations.map(({ key }) => key)).size).toBe(24);
    expect(study.observations.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 24 }, (__, i) => i + 1),
    );
  });

  it("is decided by seed and kept order: every suggestion can be made again from the store", async () => {
    const store = memoryStore();
    const study = await createStudy(options(strategy(), { store, evaluations: 14 }));
    await study.run({ parallel: 3 });
    const trials = await store.trials(study.id);
    expect(Math.max(...trials.map(({ pending }) => pending.length))).toBe(2);
    expect(await suggestedAgain(store, study.id, strategy())).toEqual(trials.map(({ text }) => text));
  });

  it("takes up what was in flight when it stopped, under its number", async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const first = await createStudy(options(strategy(), { store }));
    const end = await first.run({
      parallel: 4,
      stop: stop.signal,
      observe: (event) => event.type === "observed" && event.observation.n >= 9 && stop.abort(),
    });
    expect(end).toBe("stopped");
    const kept = await store.observations(first.id);
    const trials = await store.trials(first.id);
    expect(trials.length).toBeGreaterThan(kept.length);
    const second = await createStudy(options(strategy(), { store, resume: first.id }));
    expect(await second.run({ parallel: 4 })).toBe("evaluations");
    const all = await store.trials(first.id);
    expect(all.slice(0, trials.length)).toEqual(trials);
    expect(second.observations.slice(0, kept.length).map(({ n }) => n)).toEqual(kept.map(({ n }) => n));
    expect(new Set(second.observations.map(({ n }) => n)).size).toBe(24);
    expect(all).toHaveLength(24);
  });
});

describe("a run", () => {
  it("is refused while another one of the same study is alive", async () => {
    const store = memoryStore();
    const study = await createStudy(options(randomStrategy(), { store }));
    const running = study.run({ parallel: 2 });
    const other = await createStudy(options(randomStrategy(), { store, resume: study.id }));
    await expect(other.run()).rejects.toMatchObject({ code: "STUDY_LOCKED" });
    expect(await running).toBe("evaluations");
  });

  it("tries a failed evaluation again, as often as it may, and keeps every attempt", async () => {
    const store = memoryStore();
    const events: RunEvent<Necklace>[] = [];
    const tries = new Map<number, number>();
    const flaky: Objective<Necklace> = {
      name: "flaky",
      evaluate: async (request) => {
        const tried = (tries.get(request.n) ?? 0) + 1;
        tries.set(request.n, tried);
        if (request.n === 2 && tried < 3) return failure;
        return request.n === 4 ? failure : slow.evaluate(request);
      },
    };
    const study = await createStudy(options(randomStrategy(), { store, objective: flaky, evaluations: 6 }));
    await study.run({ parallel: 2, retries: 2, retryWait: 0.01, observe: (event) => events.push(event) });
    expect(Object.fromEntries(tries)).toEqual({ 1: 1, 2: 3, 3: 1, 4: 3, 5: 1, 6: 1 });
    expect(events.flatMap((event) => (event.type === "retrying" ? [[event.n, event.seconds]] : []))).toEqual(
      expect.arrayContaining([
        [2, 0.01],
        [2, 0.02],
        [4, 0.01],
        [4, 0.02],
      ]),
    );
    const of = async (n: number) => (await store.observations(study.id)).find((found) => found.n === n)!;
    expect((await of(2)).outcome.status).toBe("ok");
    expect((await of(2)).attempts).toHaveLength(2);
    expect((await of(4)).outcome).toMatchObject({ status: "failed", log: "tail" });
  });

  it("gives an evaluation up at the timeout, though the objective is deaf", async () => {
    const deaf: Objective<Necklace> = {
      name: "deaf",
      evaluate: (request) =>
        request.n === 2
          ? new Promise((_, reject) =>
              request.signal.addEventListener("abort", () => reject(request.signal.reason as Error)),
            )
          : slow.evaluate(request),
    };
    const study = await createStudy(options(randomStrategy(), { objective: deaf, evaluations: 3 }));
    expect(await study.run({ timeout: 0.2 })).toBe("evaluations");
    expect(study.observations[1]!.outcome).toMatchObject({
      status: "failed",
      code: "OBJECTIVE_TIMEOUT",
      reason: "expected a result within 0.2 s",
    });
  });

  it("ends where the first evaluations all fail, and goes on after a retry that succeeds", async () => {
    const store = memoryStore();
    let broken = true;
    const objective: Objective<Necklace> = {
      name: "broken",
      evaluate: async (request) => (broken ? failure : slow.evaluate(request)),
    };
    const parts = options(randomStrategy(), { store, objective, evaluations: 12 });
    const study = await createStudy(parts);
    expect(await study.run({ giveUpAfter: 3 })).toBe("failing");
    expect(study.observations).toHaveLength(3);
    broken = false;
    expect(await study.run({ retry: [1, 3], parallel: 2 })).toBe("evaluations");
    expect(study.observations.map(({ n, outcome }) => [n, outcome.status])).toEqual([
      [1, "ok"],
      [2, "failed"],
      [3, "ok"],
    ]);
    const kept = await store.observations(study.id);
    expect(kept[0]!.attempts).toEqual([{ outcome: expect.objectContaining({ log: "tail" }), seconds: 1 }]);
    expect((await store.studies())[0]).toMatchObject({
      observations: 3,
      failed: 1,
      best: { n: expect.anything() },
    });
    await expect(study.run({ retry: [1] })).rejects.toMatchObject({ code: "USAGE" });
    const resumed = await createStudy({ ...parts, resume: study.id });
    expect(await resumed.run({ giveUpAfter: 3 })).toBe("evaluations");
    expect(resumed.observations).toHaveLength(12);
  });

  it("learns nothing from a cancelled evaluation, and does not suggest it again", async () => {
    const study = await createStudy(options(boStrategy({ initial: 3, candidates: { random: 40 } })));
    const cancelled = (await study.ask())!;
    await study.tell(cancelled.n, { ...failure, status: "cancelled" });
    expect(await study.run()).toBe("evaluations");
    expect(study.observations.filter(({ key }) => key === cancelled.key)).toHaveLength(1);
    expect(study.best!.n).not.toBe(cancelled.n);
  });
});
