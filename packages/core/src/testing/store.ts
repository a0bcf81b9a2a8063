import assert from "node:assert/strict";
import type { ErrorCode } from "../errors/error.ts";
import { ProxyboError } from "../errors/error.ts";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { StudyStore } from "../contracts/store.ts";
import type { ConformanceCase } from "./conformance.ts";
import { exampleObservation, exampleStudy } from "./store-examples.ts";

export interface StoreSuite {
  /** Closes the store and opens it again, where it outlives its object. */
  readonly reopen?: (store: StudyStore) => Promise<StudyStore>;
}

/**
 * What every study store must hold to: it gives back exactly what was put, in order, never changes what is there, and
 * says by codes what is wrong.
 *
 * @param open - makes an empty store.
 * @example
 * for (const { name, run } of testStore(async () => memoryStore())) test(name, run);
 */
export function testStore(
  open: () => Promise<StudyStore>,
  { reopen }: StoreSuite = {},
): readonly ConformanceCase[] {
  const withStore = (name: string, check: (store: StudyStore) => Promise<void>): ConformanceCase => ({
    name,
    run: async () => {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  });
  return [
    withStore("begins empty, and says where it is", async (store) => {
      assert.match(store.location, /\S/, "expected a location");
      assert.deepEqual(await store.studies(), [], "expected no studies");
      assert.equal((await store.proxyScores("scope", "proxy")).size, 0, "expected no scores");
    }),
    withStore("gives a study back as it was put", async (store) => {
      await store.createStudy(exampleStudy("abc123"));
      assert.deepEqual(await store.study("abc123"), exampleStudy("abc123"));
      assert.deepEqual(await store.observations("abc123"), []);
    }),
    withStore("lists studies in the order in which they were made, with how far they are", async (store) => {
      await store.createStudy(exampleStudy("b", { name: "first" }));
      await store.createStudy(exampleStudy("a", { name: "second" }));
      for (const [n, error] of [9, 7.5, undefined, 7.5, 8].entries())
        await store.appendObservation("b", exampleObservation(n + 1, error));
      const [first, second, ...others] = await store.studies();
      assert.deepEqual(others, [], "expected two studies");
      assert.deepEqual(
        first,
        {
          ...exampleStudy("b", { name: "first" }),
          observations: 5,
          failed: 1,
          best: exampleObservation(2, 7.5),
        },
        "expected the lowest error, the earliest of equals",
      );
      assert.deepEqual(second, {
        ...exampleStudy("a", { name: "second" }),
        observations: 0,
        failed: 0,
        best: undefined,
      });
    }),
    withStore("finds a study by id, by name (the newest) and by an unambiguous prefix", async (store) => {
      await store.createStudy(exampleStudy("aab1", { name: "one" }));
      await store.createStudy(exampleStudy("aab2", { name: "two", created: "2026-01-02T00:00:00.000Z" }));
      await store.createStudy(exampleStudy("aab", { name: "two", created: "2026-01-03T00:00:00.000Z" }));
      await store.createStudy(exampleStudy("two", { name: "aab1" }));
      const found = async (reference: string): Promise<string> => (await store.study(reference)).id;
      assert.equal(await found("aab1"), "aab1", "expected an id before the name of another");
      assert.equal(await found("aab"), "aab", "expected a whole id before the beginning of another");
      assert.equal(await found("two"), "two", "expected an id before names");
      assert.equal(await found("one"), "aab1", "by name");
      assert.equal(await found("tw"), "two", "by prefix");
    }),
    withStore("takes the newest of several studies of a name", async (store) => {
      await store.createStudy(exampleStudy("x1", { created: "2026-01-01T00:00:00.000Z" }));
      await store.createStudy(exampleStudy("x2", { created: "2026-01-03T00:00:00.000Z" }));
      await store.createStudy(exampleStudy("x3", { created: "2026-01-02T00:00:00.000Z" }));
      assert.equal((await store.study("example")).id, "x2");
    }),
    withStore(
      "rejects unknown and ambiguous studies with STUDY_UNKNOWN, suggesting near ones",
      async (store) => {
        await rejects(store.study("anything"), "STUDY_UNKNOWN");
        await store.createStudy(exampleStudy("cafe01", { name: "shoes" }));
        await store.createStudy(exampleStudy("cafe02", { name: "shirts" }));
        await rejects(store.study(""), "STUDY_UNKNOWN");
        await rejects(store.study("cafe"), "STUDY_UNKNOWN", /cafe01.*cafe02/s);
        await rejects(store.study("shoos"), "STUDY_UNKNOWN", /shoes/);
        await rejects(store.observations("cafe"), "STUDY_UNKNOWN");
        await rejects(store.appendObservation("cafe", exampleObservation(1, 1)), "STUDY_UNKNOWN");
      },
    ),
    withStore("rejects an id that is taken with STUDY_EXISTS, and keeps the first study", async (store) => {
      await store.createStudy(exampleStudy("same"));
      await rejects(store.createStudy(exampleStudy("same", { name: "other" })), "STUDY_EXISTS");
      assert.deepEqual(await store.study("same"), exampleStudy("same"));
    }),
    withStore("gives observations back exactly, in the order in which they were appended", async (store) => {
      await store.createStudy(exampleStudy("s"));
      const appended = [exampleObservation(3, 1 / 3), exampleObservation(1), exampleObservation(2, 5e-324)];
      for (const observation of appended) await store.appendObservation("s", observation);
      assert.deepEqual(await store.observations("s"), appended);
    }),
    withStore(
      "rejects an n that is taken with STUDY_MISMATCH, and keeps the first observation",
      async (store) => {
        await store.createStudy(exampleStudy("s"));
        await store.createStudy(exampleStudy("t"));
        await store.appendObservation("s", exampleObservation(1, 4));
        await rejects(store.appendObservation("s", exampleObservation(1, 3)), "STUDY_MISMATCH");
        await store.appendObservation("t", exampleObservation(1, 5));
        assert.deepEqual(await store.observations("s"), [exampleObservation(1, 4)]);
        assert.deepEqual(await store.observations("t"), [exampleObservation(1, 5)], "studies are apart");
      },
    ),
    withStore("keeps every observation of appends in flight at once", async (store) => {
      await store.createStudy(exampleStudy("s"));
      const all = Array.from({ length: 20 }, (_, i) => exampleObservation(i + 1, i));
      await Promise.all(all.map((observation) => store.appendObservation("s", observation)));
      const kept = await store.observations("s");
      assert.deepEqual(
        kept.toSorted((a, b) => a.n - b.n),
        all,
      );
    }),
    withStore("is not changed by what happens to a value after it was put", async (store) => {
      const settings = { rates: [1] };
      await store.createStudy(exampleStudy("s", { settings }));
      const metrics = { test: 1 };
      await store.appendObservation("s", {
        ...exampleObservation(1, 1),
        outcome: { status: "ok", error: 1, metrics },
      });
      const scores = new Map<string, ProxyScore>([["k", { raw: 1, seconds: 1 }]]);
      await store.putProxyScores("scope", "proxy", scores);
      settings.rates.push(2);
      metrics.test = 2;
      scores.set("k", { raw: 2, seconds: 2 });
      assert.deepEqual((await store.study("s")).settings, { rates: [1] });
      const { outcome } = (await store.observations("s"))[0]!;
      assert.deepEqual(outcome, { status: "ok", error: 1, metrics: { test: 1 } });
      assert.deepEqual((await store.proxyScores("scope", "proxy")).get("k"), { raw: 1, seconds: 1 });
    }),
    withStore("gives scores back exactly, also those that failed or are not finite", async (store) => {
      await store.putProxyScores("scope", "proxy", exampleScores);
      assertScores(await store.proxyScores("scope", "proxy"), exampleScores);
    }),
    withStore("keeps scores by scope and proxy, and adds to what is there", async (store) => {
      const put = (scope: string, proxy: string, key: string, raw: number): Promise<void> =>
        store.putProxyScores(scope, proxy, new Map([[key, { raw, seconds: 0.5 }]]));
      await put("a", "bc", "k", 1);
      await put("ab", "c", "k", 2);
      await put("a", "c", "k", 3);
      await put("a", "c", "l", 4);
      await put("a", "c", "k", 5);
      await store.putProxyScores("a", "c", new Map());
      const raws = async (scope: string, proxy: string): Promise<Record<string, number>> =>
        Object.fromEntries([...(await store.proxyScores(scope, proxy))].map(([key, { raw }]) => [key, raw]));
      assert.deepEqual(await raws("a", "bc"), { k: 1 });
      assert.deepEqual(await raws("ab", "c"), { k: 2 });
      assert.deepEqual(await raws("a", "c"), { k: 5, l: 4 }, "expected the latest score of a key");
    }),
    withStore("lets one at a time hold a lock of a study, until it is released", async (store) => {
      await store.createStudy(exampleStudy("s"));
      await store.createStudy(exampleStudy("t"));
      await rejects(store.lock("u", "run"), "STUDY_UNKNOWN");
      const lock = await store.lock("s", "run");
      await rejects(store.lock("s", "run"), "STUDY_LOCKED");
      const others = [await store.lock("s", "decide"), await store.lock("t", "run")];
      await lock.release();
      await lock.release();
      const next = await store.lock("s", "run");
      assert.equal(next.lost.aborted, false, "expected a lock that is held");
      for (const held of [next, ...others]) await held.release();
    }),
    withStore("gives a study in full, and takes one in full or not at all", async (store) => {
      await store.createStudy(exampleStudy("s"));
      const { text, key, why, cost } = exampleObservation(1, 1);
      const trials = [1, 2].map((n) => ({ n, text, key, why, cost, observed: 0, pending: [] }));
      const revisions = [await store.revision("s")];
      const changed = async (change: Promise<void>): Promise<void> => {
        await change;
        revisions.push(await store.revision("s"));
      };
      for (const trial of trials) await changed(store.startTrial("s", trial));
      await changed(store.appendObservation("s", exampleObservation(1)));
      const { outcome } = exampleObservation(1, 3);
      const attempt = { n: 1, attempt: 1, outcome, seconds: Number.NaN, retried: true };
      await changed(store.appendAttempt("s", attempt));
      assert.deepEqual(await store.trials("s", { unfinished: true }), [trials[1]]);
      assert.equal(await store.revision("s"), revisions.at(-1), "expected reading to change nothing");
      assert.equal(new Set(revisions).size, 5, "expected another revision after every change");
      const contents = await store.contents("s");
      assert.deepEqual(contents, {
        study: exampleStudy("s"),
        trials,
        observations: [exampleObservation(1)],
        attempts: [attempt],
      });
      await rejects(store.addContents(contents), "STUDY_EXISTS");
      const twice = { ...contents, study: exampleStudy("t"), trials: [trials[0]!, trials[0]!] };
      await assert.rejects(store.addContents(twice));
      await rejects(store.study("t"), "STUDY_UNKNOWN");
      await store.addContents({ ...contents, study: exampleStudy("t") });
      assert.deepEqual(await store.contents("t"), { ...contents, study: exampleStudy("t") });
      assert.deepEqual(await store.observations("t"), await store.observations("s"));
    }),
    withStore("can be closed twice, and rejects use after that", async (store) => {
      await store.createStudy(exampleStudy("s"));
      await store.close();
      await store.close();
      await rejects(store.studies(), "USAGE");
      await rejects(store.appendObservation("s", exampleObservation(1, 1)), "USAGE");
    }),
    ...(reopen === undefined ? [] : [reopenCase(open, reopen)]),
  ];
}

function reopenCase(
  open: () => Promise<StudyStore>,
  reopen: (store: StudyStore) => Promise<StudyStore>,
): ConformanceCase {
  return {
    name: "holds everything after it was closed and opened again",
    run: async () => {
      const first = await open();
      await first.createStudy(exampleStudy("s"));
      await first.appendObservation("s", exampleObservation(1, 2.5));
      await first.putProxyScores("scope", "proxy", exampleScores);
      await first.close();
      await using second = await reopen(first);
      assert.deepEqual(await second.study("s"), exampleStudy("s"));
      assert.deepEqual(await second.observations("s"), [exampleObservation(1, 2.5)]);
      assertScores(await second.proxyScores("scope", "proxy"), exampleScores);
      await rejects(second.appendObservation("s", exampleObservation(1, 1)), "STUDY_MISMATCH");
    },
  };
}

const exampleScores: ReadonlyMap<string, ProxyScore> = new Map([
  ["number", { raw: 1 / 3, seconds: 0.25 }],
  ["large", { raw: 1.397_52e36, seconds: 0.25 }],
  ["not a number", { raw: Number.NaN, seconds: 0 }],
  ["infinite", { raw: Number.POSITIVE_INFINITY, seconds: 1e-9 }],
  ["minus infinite", { raw: Number.NEGATIVE_INFINITY, seconds: 1 }],
  ["minus zero", { raw: -0, seconds: 1 }],
  ["failed", { raw: Number.NaN, seconds: 2, failure: "out of memory" }],
]);

function assertScores(got: ReadonlyMap<string, ProxyScore>, expected: ReadonlyMap<string, ProxyScore>): void {
  assert.deepEqual(Object.fromEntries(got), Object.fromEntries(expected));
}

async function rejects(promise: Promise<unknown>, code: ErrorCode, text?: RegExp): Promise<void> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ProxyboError, `expected a rejection with ${code}, got ${String(thrown)}`);
  assert.equal(thrown.code, code);
  if (text !== undefined) assert.match(`${thrown.message}\n${thrown.hint}`, text);
}
