import { describe, expect, it } from "vitest";
import {
  boStrategy,
  createStudy,
  evolutionStrategy,
  memoryStore,
  type Objective,
  proxyBoStrategy,
  randomStrategy,
  type RunEvent,
  runDocumentSchema,
  type Strategy,
  type StudyOptions,
  type StudyStore,
} from "../index.ts";
import { countProxy, errorOf, type Necklace, nearestNeighbour, necklaces } from "../../test/necklaces.ts";

const space = necklaces(6);
const objective: Objective<Necklace> = {
  name: "formula",
  evaluate: async ({ architecture }) => ({
    status: "ok",
    error: errorOf(architecture),
    metrics: { test: errorOf(architecture) + 1 },
    seconds: 2,
  }),
};
const strategies: Record<string, () => Strategy> = {
  random: randomStrategy,
  evolution: () => evolutionStrategy({ population: 6, tournament: 3 }),
  bo: () => boStrategy({ candidates: { random: 40 } }),
  proxybo: () => proxyBoStrategy({ candidates: { random: 40 } }),
};
const options = (strategy: Strategy, more: Partial<StudyOptions<Necklace>> = {}): StudyOptions<Necklace> => ({
  space,
  objective,
  strategy,
  surrogate: nearestNeighbour,
  proxies: [countProxy],
  seed: 3,
  evaluations: 25,
  ...more,
});
/** Everything about a run but its clock. */
const trajectory = (study: { observations: readonly object[] }): unknown[] =>
  study.observations.map((observation) => ({ ...observation, cost: undefined }));

describe.each(Object.entries(strategies))("a study by %s", (_name, strategy) => {
  it("evaluates each network once, and improves on its first ones", async () => {
    const study = await createStudy(options(strategy()));
    expect(await study.run()).toBe("evaluations");
    expect(study.observations).toHaveLength(25);
    expect(new Set(study.observations.map(({ key }) => key)).size).toBe(25);
    expect(study.observations.map(({ n }) => n)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it("gives the same trajectory for the same seed, another for another", async () => {
    const run = async (seed: number): Promise<unknown[]> => {
      const study = await createStudy(options(strategy(), { seed }));
      await study.run();
      return trajectory(study);
    };
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });

  it("goes on after any number of evaluations as if it had never stopped", async () => {
    const whole = await createStudy(options(strategy()));
    await whole.run();
    for (const stopAfter of [1, 4, 5, 6, 13, 24]) {
      const store = memoryStore();
      const first = await createStudy(options(strategy(), { store, evaluations: stopAfter }));
      await first.run();
      await first.ask(); // a suggestion whose evaluation dies with the process
      const second = await createStudy(options(strategy(), { store, resume: first.id }));
      await second.run();
      expect(trajectory(second)).toEqual(trajectory(whole));
    }
  });

  it("says when the space is exhausted", async () => {
    const tiny = necklaces(2);
    const study = await createStudy({ ...options(strategy()), space: tiny });
    expect(await study.run()).toBe("exhausted");
    expect(study.observations).toHaveLength(6); // 9 necklaces of two beads, 6 up to rotation
  });

  it("never suggests what is pending, and learns from results in any order", async () => {
    const study = await createStudy(options(strategy()));
    const trials = [];
    for (let i = 0; i < 12; i++) {
      trials.push((await study.ask())!);
      if (i % 3 === 2) {
        const trial = trials[i - 1]!;
        await study.tell(trial.n, {
          status: "ok",
          error: errorOf(trial.architecture),
          metrics: {},
          seconds: 1,
        });
      }
    }
    expect(new Set(trials.map(({ key }) => key)).size).toBe(12);
    expect(study.observations.map(({ n }) => n)).toEqual([2, 5, 8, 11]);
  });
});

describe("proxybo's reasons", () => {
  it("name every source, weigh them to 1 and combine their ranks", async () => {
    const study = await createStudy(options(strategies["proxybo"]!()));
    await study.run();
    expect(study.observations.slice(0, 5).every(({ why }) => why.rule === "random")).toBe(true);
    for (const { why } of study.observations.slice(5)) {
      expect(Object.keys(why.influence!)).toEqual(["surrogate", "count"]);
      const combined = Object.entries(why.influence!).map(([name, weight]) => weight * why.ranks![name]!);
      expect(combined.reduce((sum, part) => sum + part, 0)).toBeCloseTo(why.combinedRank!, 10);
      expect(Object.values(why.influence!).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    }
  });

  it("count what a proxy could not score, rank it last and leave it out of G", async () => {
    const half = {
      ...countProxy,
      scores: async (a: readonly Necklace[]) =>
        (await countProxy.scores(a)).map((s, i) => (a[i]![0] === 0 ? NaN : s)),
    };
    const study = await createStudy(options(strategies["proxybo"]!(), { proxies: [half] }));
    await study.run();
    const { why } = study.observations[6]!;
    expect(why.unscored!["count"]).toBeGreaterThan(0);
    expect(Number.isFinite(why.generalization!["count"])).toBe(true);
  });
});

describe("a study", () => {
  it("records a failed evaluation with its reason and goes on", async () => {
    const failing: Objective<Necklace> = {
      name: "failing",
      evaluate: async (request) => {
        if (request.n === 3) throw new Error("out of memory");
        if (request.n === 7) return { status: "ok", error: NaN, metrics: {}, seconds: 1 };
        if (request.n === 8)
          return { status: "failed", code: "OBJECTIVE_TIMEOUT", reason: "too slow", log: "tail", seconds: 9 };
        return objective.evaluate(request);
      },
    };
    const study = await createStudy(options(strategies["proxybo"]!(), { objective: failing }));
    expect(await study.run()).toBe("evaluations");
    expect(study.observations[2]!.outcome).toMatchObject({ status: "failed", reason: "out of memory" });
    expect(study.observations[6]!.outcome).toMatchObject({ status: "failed", code: "OBJECTIVE_FAILED" });
    expect(study.document().observations[7]).toMatchObject({
      error: null,
      failure: { code: "OBJECTIVE_TIMEOUT", log: "tail" },
    });
    expect(study.best!.outcome.status).toBe("ok");
  });

  it("starts even where all first evaluations fail", async () => {
    const failing: Objective<Necklace> = {
      name: "failing",
      evaluate: async (request) =>
        request.n < 8
          ? { status: "failed", code: "X", reason: "no", seconds: 0 }
          : objective.evaluate(request),
    };
    const study = await createStudy(
      options(strategies["proxybo"]!(), { objective: failing, evaluations: 12 }),
    );
    expect(await study.run()).toBe("evaluations");
    expect(study.best!.n).toBeGreaterThanOrEqual(8);
  });

  it("rejects a result for a trial that does not wait, and an error that is no number", async () => {
    const study = await createStudy(options(randomStrategy()));
    const trial = (await study.ask())!;
    const ok = { status: "ok", error: 1, metrics: {}, seconds: 1 } as const;
    await expect(study.tell(9, ok)).rejects.toMatchObject({
      code: "TELL_REJECTED",
      message: "trial 9 is not waiting for a result; waiting: 1",
    });
    await expect(study.tell(trial.n, { ...ok, error: Infinity })).rejects.toMatchObject({
      code: "TELL_REJECTED",
    });
    await study.tell(trial.n, ok);
    await expect(study.tell(trial.n, ok)).rejects.toMatchObject({ code: "TELL_REJECTED" });
  });

  it("acknowledges a result only after the store has it", async () => {
    const broken = memoryStore();
    const store: StudyStore = Object.assign(Object.create(broken) as StudyStore, {
      createStudy: broken.createStudy.bind(broken),
      startTrial: broken.startTrial.bind(broken),
      appendObservation: async () => Promise.reject(new Error("disk full")),
    });
    const study = await createStudy(options(randomStrategy(), { store }));
    const trial = (await study.ask())!;
    await expect(study.tell(trial.n, { status: "ok", error: 1, metrics: {}, seconds: 1 })).rejects.toThrow(
      "disk full",
    );
    expect(study.observations).toHaveLength(0);
  });

  it("finishes the evaluation in flight when asked to, and gives it up when stopped", async () => {
    const finish = new AbortController();
    const finished = await createStudy(options(randomStrategy()));
    const end = await finished.run({
      finish: finish.signal,
      observe: (event) => event.type === "suggested" && event.trial.n === 3 && finish.abort(),
    });
    expect([end, finished.observations.length]).toEqual(["finished-early", 3]);

    const stop = new AbortController();
    const hanging: Objective<Necklace> = {
      name: "hanging",
      evaluate: (request) =>
        request.n < 3
          ? objective.evaluate(request)
          : new Promise((_, reject) =>
              request.signal.addEventListener("abort", () => reject(request.signal.reason)),
            ),
    };
    const stopped = await createStudy(options(randomStrategy(), { objective: hanging }));
    const running = stopped.run({
      stop: stop.signal,
      observe: (event) =>
        event.type === "suggested" && event.trial.n === 3 && setImmediate(() => stop.abort()),
    });
    expect([await running, stopped.observations.length]).toEqual(["stopped", 2]);
  });

  it("tells what happens in order", async () => {
    const events: RunEvent<Necklace>[] = [];
    const reporting: Objective<Necklace> = {
      name: "reporting",
      evaluate: async (request) => {
        request.report(0.5, "epoch 1 of 2");
        return objective.evaluate(request);
      },
    };
    const study = await createStudy(options(randomStrategy(), { objective: reporting, evaluations: 2 }));
    await study.run({ observe: (event) => events.push(event) });
    expect(events.map(({ type }) => type)).toEqual([
      "suggested",
      "progress",
      "observed",
      "suggested",
      "progress",
      "observed",
    ]);
    expect(events[1]).toEqual({ type: "progress", n: 1, fraction: 0.5, message: "epoch 1 of 2" });
  });

  it("describes itself by the documented schema", async () => {
    const study = await createStudy(options(strategies["proxybo"]!(), { name: "my study" }));
    await study.run();
    const document = JSON.parse(JSON.stringify(study.document())) as unknown;
    const parsed = runDocumentSchema.parse(document);
    expect(parsed).toEqual(document);
    expect(parsed.study.name).toBe("my study");
    expect(parsed.best!.error).toBe(Math.min(...parsed.observations.map(({ error }) => error!)));
    expect(parsed.seconds.evaluate).toBe(50);
  });

  it("refuses a strategy without what it needs, and an objective-less run", async () => {
    const { surrogate: _, ...bare } = options(boStrategy());
    await expect(createStudy(bare)).rejects.toMatchObject({
      code: "USAGE",
      message: "strategy 'bo' needs a surrogate; the study has none",
    });
    const { objective: __, ...asked } = options(randomStrategy());
    const study = await createStudy(asked);
    await expect(study.run()).rejects.toMatchObject({ code: "USAGE" });
  });

  it("does not resume what is another space's study", async () => {
    const store = memoryStore();
    const study = await createStudy(options(randomStrategy(), { store, evaluations: 2 }));
    await study.run();
    await expect(
      createStudy({ ...options(randomStrategy(), { store, resume: study.id }), space: necklaces(5) }),
    ).rejects.toMatchObject({ code: "STUDY_MISMATCH" });
    await expect(createStudy(options(randomStrategy(), { store, resume: "nope" }))).rejects.toMatchObject({
      code: "STUDY_UNKNOWN",
    });
  });
});
