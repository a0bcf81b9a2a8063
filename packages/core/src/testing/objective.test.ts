import { describe, expect, it } from "vitest";
import { errorOf, type Necklace, necklaces } from "../../test/necklaces.ts";
import type { Objective } from "../contracts/objective.ts";
import { testObjective } from "./objective.ts";

const space = necklaces(5);
const working: Objective<Necklace> = {
  name: "formula",
  evaluate: async ({ architecture, signal, report }) => {
    signal.throwIfAborted();
    report(0.5);
    return { status: "ok", error: errorOf(architecture), metrics: { test: 1 }, seconds: 0 };
  },
};
const scored = (scores: (asked: readonly Necklace[]) => readonly number[]): Partial<Objective<Necklace>> => ({
  recordedProxies: new Map([["p", { name: "p", scores: async (asked) => Float64Array.from(scores(asked)) }]]),
});
let calls = 0;
let disposals = 0;

async function failures(objective: Objective<Necklace>): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const suite of testObjective(() => objective, { space }))
    await suite.run().catch(() => failed.push(suite.name));
  return failed;
}

describe("the conformance suite of objectives", () => {
  it("passes an objective that works, with and without a pool and records", async () => {
    expect(await failures(working)).toEqual([]);
    const architectures = [...space.enumerate!()].slice(0, 9);
    const records = scored((asked) => asked.map((beads) => (beads[0] === 0 ? Number.NaN : 1)));
    expect(await failures({ ...working, architectures, ...records })).toEqual([]);
  });

  it.each<[string, Partial<Objective<Necklace>>, RegExp]>([
    ["has no name", { name: "" }, /names itself/],
    [
      "fails",
      { evaluate: async () => ({ status: "failed", code: "x", reason: "always", seconds: 0 }) },
      /evaluates architectures/,
    ],
    [
      "gives NaN",
      { evaluate: async () => ({ status: "ok", error: Number.NaN, metrics: {}, seconds: 0 }) },
      /evaluates architectures/,
    ],
    [
      "counts seconds backwards",
      { evaluate: async () => ({ status: "ok", error: 1, metrics: {}, seconds: -1 }) },
      /evaluates architectures/,
    ],
    [
      "is random",
      { evaluate: async () => ({ status: "ok", error: (calls += 1), metrics: {}, seconds: 0 }) },
      /gives the same/,
    ],
    [
      "changes the architecture",
      {
        evaluate: async (request) => {
          (request.architecture as number[])[0]! += 1;
          return { status: "ok", error: 1, metrics: {}, seconds: 0 };
        },
      },
      /leaves the architecture/,
    ],
    [
      "cannot be disposed twice",
      {
        dispose: async () => {
          disposals += 1;
          if (disposals % 2 === 0) throw new Error("disposed already");
        },
      },
      /disposed twice/,
    ],
    [
      "reports backwards",
      {
        evaluate: async (request) => {
          request.report(0.7);
          return working.evaluate(request);
        },
      },
      /do not fall/,
    ],
    [
      "takes no notice of the signal",
      { evaluate: (request) => working.evaluate({ ...request, signal: new AbortController().signal }) },
      /signal's reason/,
    ],
    [
      "offers one twice",
      {
        architectures: [
          [0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0],
        ],
      },
      /each once/,
    ],
    ["has an empty pool", { architectures: [] }, /offers architectures/],
    ["scores infinitely", scored((asked) => asked.map(() => -Infinity)), /recorded score/],
    ["scores one too few", scored((asked) => asked.slice(1).map(() => 1)), /recorded score/],
    ["scores at random", scored((asked) => asked.map(() => (calls += 1))), /recorded score/],
  ])("finds out an objective that %s", async (_, fault, name) => {
    expect(await failures({ ...working, ...fault })).toContainEqual(expect.stringMatching(name));
  });
});
