import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../contracts/observation.ts";
import type { ProxyScore } from "../contracts/proxy.ts";
import type { Json, ObservationRecord, StudyStore } from "../contracts/store.ts";
import { testStore } from "../testing/store.ts";
import { decodeExact, encodeExact } from "./exact-json.ts";
import { memoryStore } from "./memory.ts";
import { sqliteStore } from "./sqlite.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proxybo-store-"));
});
afterAll(() => rm(folder, { recursive: true }));
const fresh = (): Promise<StudyStore> => sqliteStore(join(folder, `${(count += 1)}.sqlite`));

describe("the store in memory", () => {
  for (const { name, run } of testStore(async () => memoryStore())) it(name, () => run());
});

describe("the store in SQLite", () => {
  for (const { name, run } of testStore(fresh, { reopen: (store) => sqliteStore(store.location) }))
    it(name, () => run());
});

const number = fc.double();
const plain = { noNullPrototype: true } as const;
const bySource = fc.dictionary(fc.string(), number, { maxKeys: 3, noNullPrototype: true });
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ status: fc.constant("ok" as const), error: number, metrics: bySource }, plain),
  fc.record(
    { status: fc.constant("failed" as const), code: fc.string(), reason: fc.string(), log: fc.string() },
    { requiredKeys: ["status", "code", "reason"], noNullPrototype: true },
  ),
);
const observation: fc.Arbitrary<ObservationRecord> = fc.record(
  {
    n: fc.integer({ min: 1, max: 6 }),
    text: fc.string(),
    key: fc.string(),
    outcome,
    seconds: number,
    why: fc.record({ rule: fc.string(), ranks: bySource }, { requiredKeys: ["rule"], noNullPrototype: true }),
    cost: fc.record({ suggest: number, score: number }, plain),
  },
  plain,
);
const score: fc.Arbitrary<ProxyScore> = fc.record(
  { raw: number, seconds: number, failure: fc.string() },
  { requiredKeys: ["raw", "seconds"], noNullPrototype: true },
);

/** What a call came to: its value, or the code of its error. */
async function settled(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => ({ value }),
    (error) => ({ code: error.code }),
  );
}

type Step = (store: StudyStore) => Promise<unknown>;
const id = fc.constantFrom("a", "ab", "b");
const text = fc.constantFrom("", "s", "t");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(id, fc.constantFrom("a", "n", "m"), fc.jsonValue() as fc.Arbitrary<Json>).map(
    ([study, name, settings]): Step =>
      (store) =>
        store.createStudy({ id: study, name, created: "2026-01-01T00:00:00.000Z", settings }),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(id, observation).map(
      ([study, o]): Step =>
        (store) =>
          store.appendObservation(study, o),
    ),
  },
  fc.tuple(text, text, fc.dictionary(fc.string(), score, { maxKeys: 4, noNullPrototype: true })).map(
    ([scope, proxy, scores]): Step =>
      (store) =>
        store.putProxyScores(scope, proxy, new Map(Object.entries(scores))),
  ),
  text.map(
    (scope): Step =>
      (store) =>
        store.proxyScores(scope, "s"),
  ),
  id.map(
    (study): Step =>
      (store) =>
        store.observations(study),
  ),
  fc.constantFrom("a", "ab", "n", "m", "x").map(
    (reference): Step =>
      (store) =>
        store.study(reference),
  ),
  fc.constant<Step>((store) => store.studies()),
);

describe("both stores", () => {
  it("answer any sequence of calls alike", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await using disk = await fresh();
        await using memory = memoryStore();
        for (const take of steps)
          expect(await settled(take(disk))).toStrictEqual(await settled(take(memory)));
        expect(await disk.studies()).toStrictEqual(await memory.studies());
      }),
      { numRuns: 60 },
    );
  });

  it("give back what was put", async () => {
    await using disk = await fresh();
    await using memory = memoryStore();
    let study = 0;
    await fc.assert(
      fc.asyncProperty(observation, fc.dictionary(fc.string(), score), async (put, scores) => {
        study += 1;
        for (const store of [disk, memory]) {
          await store.createStudy({ id: `${study}.`, name: "n", created: "", settings: null });
          await store.appendObservation(`${study}.`, put);
          expect(await store.observations(`${study}.`)).toStrictEqual([put]);
          await store.putProxyScores(`${study}`, "p", new Map(Object.entries(scores)));
          expect(await store.proxyScores(`${study}`, "p")).toStrictEqual(new Map(Object.entries(scores)));
        }
      }),
    );
  });
});

describe("exact JSON", () => {
  it("gives any value back, with every number exactly", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.double(),
        fc.constantFrom(null, true, "", -0, Number.NaN, -Infinity),
        fc.string(),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom("$number", "$$number", "$", "__proto__")),
          tie("any"),
          {
            maxKeys: 3,
            noNullPrototype: true,
          },
        ),
      ),
    })).any;
    fc.assert(
      fc.property(value, (any) => {
        expect(decodeExact(encodeExact(any))).toStrictEqual(any);
      }),
      { numRuns: 500 },
    );
  });

  it("is plain JSON where JSON is enough", () => {
    expect(encodeExact({ a: [1, null, "x"] })).toBe('{"a":[1,null,"x"]}');
    expect(encodeExact({ $a: Number.NaN })).toBe('{"$$a":{"$number":"NaN"}}');
  });

  it.each(['{"$number":"7"}', '{"$number":"NaN","a":1}', "{"])("refuses %s", (json) => {
    expect(() => decodeExact(json)).toThrow(SyntaxError);
  });
});
