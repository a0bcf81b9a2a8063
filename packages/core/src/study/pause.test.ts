import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createStudy, type Objective, randomStrategy, type RunOptions } from "../index.ts";
import { errorOf, type Necklace, necklaces } from "../../test/necklaces.ts";

const objective: Objective<Necklace> = {
  name: "slow",
  evaluate: async ({ architecture, signal }) => {
    await sleep(2, undefined, { signal });
    return { status: "ok", error: errorOf(architecture), metrics: {}, seconds: 1 };
  },
};
const broken: Objective<Necklace> = {
  name: "broken",
  evaluate: async () => ({ status: "failed", code: "NO", reason: "no", seconds: 0 }),
};

const studyOf = (measured = objective) =>
  createStudy({
    space: necklaces(6),
    strategy: randomStrategy(),
    objective: measured,
    seed: 2,
    evaluations: 9,
  });

/** Opens once `signal` is aborted, or when told to. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ready: RunOptions<Necklace>["ready"] = (signal) =>
    Promise.race([
      promise,
      new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true })),
    ]);
  return { ready, open: resolve };
}

describe("a paused run", () => {
  it("suggests nothing, finishes what is in flight, and goes on as if it had not been paused", async () => {
    const through = await studyOf();
    await through.run({ parallel: 1 });
    const study = await studyOf();
    const { ready, open } = gate();
    const running = study.run({
      ready: (signal) => (study.observations.length < 4 ? Promise.resolve() : ready(signal)),
    });
    while (study.observations.length < 4) await sleep(1);
    await sleep(20);
    expect(study.observations).toHaveLength(4);
    open();
    expect(await running).toBe("evaluations");
    expect(study.observations.map(({ text }) => text)).toEqual(through.observations.map(({ text }) => text));
  });

  it("keeps what was in flight beside it", async () => {
    const study = await studyOf();
    let asked = 0;
    const { ready, open } = gate();
    const running = study.run({
      parallel: 3,
      ready: (signal) => (asked++ < 3 ? Promise.resolve() : ready(signal)),
    });
    while (study.observations.length < 3) await sleep(1);
    open();
    expect(await running).toBe("evaluations");
    expect(study.observations).toHaveLength(9);
  });

  it.each(["finish", "stop"] as const)("ends when asked to %s", async (how) => {
    const study = await studyOf();
    const asked = new AbortController();
    const running = study.run({ ready: gate().ready, [how]: asked.signal });
    asked.abort(new Error("enough"));
    expect(await running).toBe(how === "finish" ? "finished-early" : "stopped");
    expect(study.observations).toHaveLength(0);
  });

  it("ends when what was in flight shows that the search is failing", async () => {
    const study = await studyOf(broken);
    let asked = 0;
    const { ready } = gate();
    const end = await study.run({
      parallel: 2,
      giveUpAfter: 2,
      ready: (signal) => (asked++ < 2 ? Promise.resolve() : ready(signal)),
    });
    expect(end).toBe("failing");
  });

  it("ends with what its pausing throws", async () => {
    const study = await studyOf();
    await expect(study.run({ ready: () => Promise.reject(new Error("odd")) })).rejects.toThrow("odd");
  });
});
