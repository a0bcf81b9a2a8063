import { describe, expect, it } from "vitest";
import type { StudyStore } from "../contracts/store.ts";
import { memoryStore } from "../store/memory.ts";
import { testStore } from "./store.ts";

/** A store that works but for `fault`. */
function broken(fault: (store: StudyStore) => Partial<StudyStore>): () => Promise<StudyStore> {
  return async () => {
    const store = memoryStore();
    const faulty = fault(store);
    return new Proxy(store, {
      get: (target, name) => {
        const held = faulty[name as keyof StudyStore] ?? Reflect.get(target, name, target);
        return typeof held === "function" ? held.bind(target) : held;
      },
    });
  };
}

async function failures(open: () => Promise<StudyStore>): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, run } of testStore(open, { reopen: async (store) => store }))
    await run().catch(() => failed.push(name));
  return failed.filter((name) => name !== "holds everything after it was closed and opened again");
}

describe("the conformance suite of stores", () => {
  it("passes a store that works", async () => {
    expect(await failures(broken(() => ({})))).toEqual([]);
  });

  it.each<[string, (store: StudyStore) => Partial<StudyStore>, RegExp]>([
    [
      "turns NaN into null",
      (store) => ({
        observations: async (id) => JSON.parse(JSON.stringify(await store.observations(id))),
      }),
      /observations back exactly/,
    ],
    [
      "sorts observations by n",
      (store) => ({
        observations: async (id) => (await store.observations(id)).toSorted((a, b) => a.n - b.n),
      }),
      /in the order in which they were appended/,
    ],
    [
      "forgets an observation whose n is taken silently",
      (store) => ({
        appendObservation: (id, observation) =>
          store.appendObservation(id, observation).catch((error) => {
            if (error.code !== "STUDY_MISMATCH") throw error;
          }),
      }),
      /STUDY_MISMATCH/,
    ],
    [
      "loses why a score failed",
      (store) => ({
        putProxyScores: (scope, proxy, scores) =>
          store.putProxyScores(
            scope,
            proxy,
            new Map([...scores].map(([key, { raw, seconds }]) => [key, { raw, seconds }])),
          ),
      }),
      /scores back exactly/,
    ],
    [
      "mixes scope and proxy up",
      (store) => ({
        putProxyScores: (scope, proxy, scores) => store.putProxyScores("", scope + proxy, scores),
        proxyScores: (scope, proxy) => store.proxyScores("", scope + proxy),
      }),
      /by scope and proxy/,
    ],
    [
      "takes the first study that begins so",
      (store) => ({
        study: async (reference) =>
          (await store.studies()).find(({ id }) => id.startsWith(reference)) ?? store.study(reference),
      }),
      /ambiguous/,
    ],
    [
      "takes the latest of equal errors for best",
      (store) => ({
        studies: async () =>
          Promise.all(
            (await store.studies()).map(async (study) => ({
              ...study,
              best: (await store.observations(study.id)).findLast(
                ({ outcome }) =>
                  study.best?.outcome.status === "ok" &&
                  outcome.status === "ok" &&
                  outcome.error === study.best.outcome.error,
              ),
            })),
          ),
      }),
      /how far they are/,
    ],
    [
      "gives a lock to everybody",
      (store) => ({
        lock: (id, name) => store.lock(id, `${name} ${Math.random()}`),
      }),
      /hold a lock/,
    ],
    ["stays open", () => ({ close: async () => undefined }), /closed twice/],
  ])("finds out a store that %s", async (_, fault, name) => {
    expect(await failures(broken(fault))).toContainEqual(expect.stringMatching(name));
  });
});
