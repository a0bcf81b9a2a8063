import type { ObservationRecord, StudyRecord, StudyStore } from "../contracts/store.ts";

export function exampleStudy(id: string, more: Partial<StudyRecord> = {}): StudyRecord {
  return {
    id,
    name: "example",
    created: "2026-01-01T00:00:00.000Z",
    settings: { seed: 1, space: { name: "nb201", options: {} }, rates: [0.1, 1 / 3, 5e-324], $dollar: null },
    ...more,
  };
}

/** An observation with everything that a record can hold; `error` undefined makes it a failed one. */
export function exampleObservation(n: number, error?: number): ObservationRecord {
  return {
    n,
    text: `architecture ${n} — „ünï¢ode“`,
    key: `key ${n}`,
    outcome:
      error === undefined
        ? {
            status: "failed",
            code: "OBJECTIVE_TIMEOUT",
            reason: "expected an end within 1 s",
            log: "line\nline",
          }
        : {
            status: "ok",
            error,
            metrics: { test: error + 0.1, loss: Number.NaN, most: -Infinity, least: -0 },
          },
    seconds: 0.1 + 0.2,
    why: {
      rule: "combined-rank",
      generalization: { surrogate: 2 / 3, synflow: 0.5 },
      influence: { surrogate: 0.75, synflow: 0.25 },
      ranks: { surrogate: 1, synflow: 2.5 },
      combinedRank: 1.375,
      prediction: { error: 1e-300, high: 1 / 7 },
      candidates: 1010,
    },
    cost: { suggest: 0.0123456789, score: 0 },
  };
}

/** Puts the example study `id` with these observations into a store, each as a trial first. */
export async function putExampleStudy(
  store: StudyStore,
  id: string,
  observations: readonly ObservationRecord[],
): Promise<void> {
  await store.createStudy(exampleStudy(id));
  for (const observation of observations) {
    const { n, text, key, why, cost } = observation;
    await store.startTrial(id, { n, text, key, why, cost, observed: n - 1, pending: [] });
    await store.appendObservation(id, observation);
  }
}
