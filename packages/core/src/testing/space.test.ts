import { isLeft, isRight, right } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import type { SearchSpace } from "../contracts/space.ts";
import { ProxyboError } from "../errors/error.ts";
import { chains } from "./fixtures/chains.ts";
import { type SpaceSuiteOptions, testSpace } from "./space.ts";

/** Names of the behaviours that a space lacks, with what the suite says. */
async function failures<A>(
  space: SearchSpace<A>,
  options?: SpaceSuiteOptions,
): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  for (const { name, run } of testSpace(space, options)) {
    await run().catch((error: Error) => {
      failed[name] = error.message;
    });
  }
  return failed;
}

const whole = chains();
let calls = 0;

/** Spaces that are broken in one way, and what must be said of each. */
const broken: readonly (readonly [
  what: string,
  space: SearchSpace<string>,
  behaviour: string,
  said: RegExp,
])[] = [
  ["no name", { ...whole, name: "" }, "names itself", /expected a name/],
  ["a size of 0.5", { ...whole, size: 0.5 }, "names itself", /size of 1 … Infinity, got 0.5/],
  [
    "samples by its own randomness",
    { ...whole, sample: () => [...whole.enumerate()][calls++ % 26]! },
    "samples the same",
    /different architectures/,
  ],
  ["always samples one", { ...whole, sample: () => "aaa" }, "samples the same", /gave one architecture/],
  [
    "reads another architecture",
    { ...whole, parse: (text) => (text === "bbb" ? right("aaa") : whole.parse(text)) },
    "reads back",
    /parse\(format\(a\)\) of 'bbb'/,
  ],
  [
    "refuses an architecture of its own",
    { ...whole, parse: (text) => whole.parse(text === "bbb" ? "" : text) },
    "reads back",
    /parse\('bbb'\) refused: expected three/,
  ],
  [
    "throws on malformed text",
    {
      ...whole,
      parse: (text) => {
        if (text.length !== 3) throw new TypeError("oops");
        return whole.parse(text);
      },
    },
    "refuses malformed",
    /threw TypeError: oops/,
  ],
  [
    "reads anything",
    { ...whole, parse: (text) => right(text.slice(0, 3)) },
    "refuses malformed",
    /a refusal of ''/,
  ],
  [
    "refuses with another code",
    {
      ...whole,
      parse: (text) => {
        const result = whole.parse(text);
        return isRight(result) ? result : { ...result, left: new ProxyboError("USAGE", "no") };
      },
    },
    "refuses malformed",
    /code of the refusal/,
  ],
  ["counts calls in its keys", { ...whole, key: () => `${calls++}` }, "one key", /changed from call to call/],
  [
    "one key for networks of different size",
    {
      ...whole,
      key: (word) => `${word.length}`,
      network: (word, task) => {
        const { nodes, ...spec } = whole.network(word, task);
        if (!word.includes("b")) return { ...spec, nodes };
        const norm = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 } as const;
        return { ...spec, nodes: nodes.with(1, { operation: norm, inputs: [0] }) };
      },
    },
    "cost the same",
    /have one key/,
  ],
  ["an empty key", { ...whole, key: () => "" }, "one key", /key of/],
  ["no neighbours", { ...whole, neighbours: () => [] }, "valid neighbours", /has no neighbours/],
  [
    "neighbours outside the space",
    { ...whole, neighbours: (word) => [...whole.neighbours(word), "abc"] },
    "valid neighbours",
    /parse\('abc'\) refused/,
  ],
  [
    "its own neighbour",
    { ...whole, neighbours: (word) => [...whole.neighbours(word), word] },
    "valid neighbours",
    /is its own neighbour/,
  ],
  [
    "neighbours twice",
    { ...whole, neighbours: (word) => whole.neighbours(word).flatMap((other) => [other, other]) },
    "valid neighbours",
    /comes twice/,
  ],
  [
    "one-way neighbours",
    { ...whole, neighbours: (word) => (word === "aaa" ? ["baa"] : whole.neighbours(word)) },
    "symmetric neighbours",
    /but not back/,
  ],
  [
    "a column unwritten",
    { ...whole, encodeInto: (word, row) => whole.encodeInto(word.slice(0, 2), row) },
    "encodes",
    /'place 2' \(categorical\) of '...' is NaN/,
  ],
  [
    "a level too high",
    { ...whole, features: whole.features.map((feature) => ({ ...feature, levels: 2 })) },
    "encodes",
    /is 2/,
  ],
  [
    "an infinite number",
    {
      ...whole,
      features: [{ kind: "continuous", name: "x" }],
      encodeInto: (_, row) => void (row[0] = Infinity),
    },
    "encodes",
    /is Infinity/,
  ],
  [
    "a column too many",
    { ...whole, encodeInto: (word, row) => whole.encodeInto(`${word}a`, row) },
    "encodes",
    /wrote more than 3/,
  ],
  [
    "two features of one name",
    { ...whole, features: whole.features.map((feature) => ({ ...feature, name: "place" })) },
    "encodes",
    /different names/,
  ],
  ["a cycle", { ...whole, graph: () => ({ labels: ["i", "o"], edges: [[1, 0]] }) }, "acyclic", /edge 1 → 0/],
  [
    "an edge to nowhere",
    { ...whole, graph: () => ({ labels: ["i", "o"], edges: [[0, 2]] }) },
    "acyclic",
    /edge 0 → 2 of 2 nodes/,
  ],
  [
    "an edge twice",
    {
      ...whole,
      graph: () => ({
        labels: ["i", "o"],
        edges: [
          [0, 1],
          [0, 1],
        ],
      }),
    },
    "acyclic",
    /an edge comes twice/,
  ],
  [
    "an empty label",
    { ...whole, graph: () => ({ labels: ["i", "", "o"], edges: [] }) },
    "acyclic",
    /no label/,
  ],
  [
    "a network with another number of outputs",
    {
      ...whole,
      network: (word, { input }) => whole.network(word, { kind: "classification", input, classes: 7 }),
    },
    "valid, serialisable networks",
    /output/,
  ],
  [
    "a network that does not fit together",
    {
      ...whole,
      network: (word, task) => {
        const spec = whole.network(word, task);
        return {
          ...spec,
          nodes: spec.nodes.map((node) => ({ ...node, inputs: node.inputs.map((i) => i + 1) })),
        };
      },
    },
    "valid, serialisable networks",
    /expected an earlier node/,
  ],
  [
    "a network that is no plain data",
    { ...whole, network: (word, task) => ({ ...whole.network(word, task), made: undefined }) },
    "valid, serialisable networks",
    /is not plain data/,
  ],
  [
    "other networks from call to call",
    { ...whole, network: (_, task) => whole.network(calls++ % 2 ? "aaa" : "bbb", task) },
    "valid, serialisable networks",
    /read back/,
  ],
  [
    "encodes otherwise from call to call",
    {
      ...whole,
      encodeInto: (word, row) => whole.encodeInto(calls++ % 2 ? "aab" : word, row),
    },
    "encodes",
    /changed from call to call/,
  ],
  [
    "draws otherwise from call to call",
    { ...whole, graph: () => ({ labels: ["i", `${calls++}`, "o"], edges: [] }) },
    "acyclic",
    /changed/,
  ],
  [
    "enumerates too few",
    { ...whole, enumerate: () => [...whole.enumerate()].slice(1) },
    "enumerates every",
    /and size/,
  ],
  [
    "enumerates one twice",
    { ...whole, enumerate: () => [...whole.enumerate()].with(1, "aaa") },
    "enumerates every",
    /comes twice/,
  ],
  [
    "enumerates in changing order",
    {
      ...whole,
      enumerate: () => (calls++ % 2 ? [...whole.enumerate()] : [...whole.enumerate()].toReversed()),
    },
    "enumerates every",
    /the order changed/,
  ],
  [
    "never samples one",
    {
      ...whole,
      sample: (random) => {
        const word = whole.sample(random);
        return word === "bbb" ? "aaa" : word;
      },
    },
    "samples exactly",
    /never sampled: 1 architectures, such as 'bbb'/,
  ],
];

describe("testSpace", () => {
  it("passes a whole space", async () => {
    expect(await failures(whole)).toEqual({});
  });

  for (const [what, space, behaviour, said] of broken)
    it(`fails a space with this fault: ${what}`, async () => {
      const failed = Object.entries(await failures(space)).filter(([name]) => name.includes(behaviour));
      expect(failed).toHaveLength(1);
      expect(failed[0]![1]).toMatch(said);
    });

  it("fails a space that changes architectures", async () => {
    const boxed: SearchSpace<{ word: string }> = {
      ...whole,
      sample: (random) => ({ word: whole.sample(random) }),
      neighbours: ({ word }) => whole.neighbours(word).map((other) => ({ word: other })),
      key: (architecture) => whole.key((architecture.word = "aaa")),
      parse: (text) => {
        const result = whole.parse(text);
        return isLeft(result) ? result : right({ word: result.right });
      },
      format: ({ word }) => word,
      encodeInto: ({ word }, row) => whole.encodeInto(word, row),
      graph: ({ word }) => whole.graph(word),
      network: ({ word }, task) => whole.network(word, task),
      enumerate: () => [...whole.enumerate()].map((word) => ({ word })),
    };
    expect(await failures(boxed)).toHaveProperty(
      "leaves architectures as they are",
      expect.stringMatching(/was changed/),
    );
  });

  it("asks for symmetry only where it is promised", async () => {
    const oneWay = {
      ...whole,
      neighbours: (word: string) => (word === "aaa" ? ["baa"] : whole.neighbours(word)),
    };
    expect(await failures(oneWay, { symmetric: false })).toEqual({});
  });

  it("takes the author's malformed texts and task", async () => {
    expect(Object.keys(await failures(whole, { malformed: ["ab-"] }))).toEqual([
      "refuses malformed text with ARCHITECTURE_MALFORMED, and never throws",
    ]);
    const sequences = { kind: "classification", input: [12, 40], classes: 3 } as const;
    expect(await failures(whole, { task: sequences })).toEqual({});
  });

  it("takes a space of decisions, without graphs and without networks of its own", async () => {
    // oxlint-disable-next-line typescript/unbound-method -- left out, not called
    const { graph: _, ...decisions } = whole;
    const network = (): never => {
      throw new ProxyboError("USAGE", "it knows no networks");
    };
    expect(await failures({ ...decisions, network }, { task: false })).toEqual({});
    expect(Object.keys(await failures(decisions, { task: false }))).toEqual([
      "says with USAGE that it knows no networks",
    ]);
  });

  it("does not list a large space, and needs no enumeration", async () => {
    // oxlint-disable-next-line typescript/unbound-method -- left out, not called
    const { enumerate: _, ...unlisted } = whole;
    expect(await failures({ ...unlisted, size: Infinity })).toEqual({});
    expect(await failures({ ...whole, size: 27 }, { exhaustive: 10 })).toEqual({});
  });
});
