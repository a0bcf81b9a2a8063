import { contractGraph, createRandom, pathCounts } from "@proxybo/core";
import { testSpace } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import plugin, { type Architecture, asr, indexOf, liveCell, operations, size } from "./index.ts";

const reduced = { filters: [8, 12], cells: [1, 1], strides: [1, 2], groups: 4, hidden: 8 } as const;
const task = { kind: "classification", input: [80, 40], classes: 10 } as const;
const malformed = ["linear:0|linear:00|linear:00", "linear|linear|linear", "[[0,0],[0,0,0]]"];

describe("the conformance suite of spaces", () => {
  for (const { name, run } of testSpace(asr(reduced), { task, malformed }))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("the conformance suite of spaces, for transcription", () => {
  const transcription = { kind: "transcription", input: [80, 40], symbols: 9 } as const;
  const options = { task: transcription, malformed, exhaustive: 100, samples: 20 };
  for (const { name, run } of testSpace(asr(reduced), options))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("the conformance suite of spaces, with paths as features and keys of networks", () => {
  const space = asr({ ...reduced, encoding: "both", equality: "network" });
  for (const { name, run } of testSpace(space, { task, malformed, exhaustive: 100 }))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("asr", () => {
  const space = asr();

  it("samples uniformly: chi-square of 13,824 vectors over 400,000 draws below the 0.999 quantile", () => {
    const random = createRandom(1);
    const counts = new Float64Array(size);
    for (let i = 0; i < 400_000; i++) counts[indexOf(space.sample(random))]!++;
    const expected = 400_000 / size;
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi2).toBeLessThan(14342.52); // scipy.stats.chi2.ppf(0.999, 13823)
  });

  it("gives every architecture 21 neighbours, each with one other entry", () => {
    const random = createRandom(2);
    for (let i = 0; i < 100; i++) {
      const architecture = space.sample(random);
      const neighbours = space.neighbours(architecture);
      expect(neighbours).toHaveLength(21);
      const flat: readonly number[] = architecture.flat();
      for (const neighbour of neighbours)
        expect(neighbour.flat().filter((value, entry) => value !== flat[entry])).toHaveLength(1);
    }
  });

  it("encodes an architecture as its vector", () => {
    const row = new Float64Array(9);
    space.encodeInto(
      [
        [1, 1],
        [4, 0, 1],
        [5, 1, 1, 0],
      ],
      row,
    );
    expect([...row]).toEqual([1, 1, 4, 0, 1, 5, 1, 1, 0]);
    expect(space.features.map((feature) => feature.kind === "categorical" && feature.levels)).toEqual([
      6, 2, 6, 2, 2, 6, 2, 2, 2,
    ]);
  });

  it("gives a graph that computes the same sums of the same operations", () => {
    for (const architecture of space.enumerate()) {
      const { labels, edges } = contractGraph(space.graph(architecture));
      const { operations: live, output } = liveCell(architecture);
      const nodes = [0, ...live.map(({ node }) => node)];
      const reads = [...live.map((operation) => operation.reads), output];
      const expected = reads.flatMap((sum, to) =>
        nodes.flatMap((node, from) => (sum[node]! > 0 ? [[from, to + 1, sum[node]!]] : [])),
      );
      expect(edges).toEqual(expected);
      expect(labels).toEqual(["input", ...live.map(({ code }) => operations[code]), "output"]);
    }
  });

  it("counts paths as features", () => {
    const paths = asr({ encoding: "paths" });
    const some: Architecture = [
      [1, 1],
      [0, 0, 0],
      [5, 1, 0, 1],
    ];
    const row = new Float64Array(paths.features.length);
    paths.encodeInto(some, row);
    const counts = pathCounts(paths.graph(some)).counts;
    expect(Object.fromEntries(counts)).toEqual({ "": 1, linear: 1, "conv5 → linear": 1 });
    const named = paths.features.flatMap(({ name }, i) => (row[i] === 0 ? [] : [name]));
    expect(named).toContain("path linear");
    expect(row.reduce((a, b) => a + b, 0)).toBe(3);
  });
});

describe("the plugin", () => {
  const { options, create } = plugin.spaces.asr;

  it("makes the official space of no options", () => {
    expect(options.parse({})).toEqual({
      filters: [600, 800, 1000, 1200],
      cells: [3, 4, 5, 6],
      strides: [1, 1, 2, 2],
      groups: 100,
      hidden: 500,
      dropout: 0.2,
      equality: "benchmark",
      encoding: "vector",
    });
    expect(create(options.parse({ hidden: 0 })).name).toBe("asr");
  });

  it("refuses unknown options, and blocks that do not fit together", () => {
    for (const wrong of [
      { filter: [1] },
      { cells: [1] },
      { groups: 7 },
      { filters: [] },
      { equality: "paper" },
    ])
      expect(options.safeParse(wrong).success).toBe(false);
  });
});
