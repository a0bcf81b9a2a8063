import { createRandom, pathCounts, type Random } from "@proxybo/core";
import { testSpace } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import plugin, { type Cell, cells, nb101, size, verticesOf } from "./index.ts";

const reduced = { stemChannels: 8, modulesPerStack: 1 } as const;

const malformed = [
  "output",
  "output:",
  "output:1",
  "conv3x3:0|output:0+0",
  "conv3x3:0|conv3x3:0",
  "conv5x5:0|output:1",
  '{"matrix": [[0, 1], [0, 0]]}',
];

describe("the conformance suite of spaces, with edges and operations as features", () => {
  for (const { name, run } of testSpace(nb101({ ...reduced, encoding: "adjacency" }), { malformed }))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("the conformance suite of spaces, with paths as features", () => {
  for (const { name, run } of testSpace(nb101({ ...reduced, encoding: "paths" }), { malformed }))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("the conformance suite of spaces, with both", () => {
  for (const { name, run } of testSpace(nb101({ ...reduced, encoding: "both" }), { malformed }))
    it(name, () => expect(run()).resolves.toBeUndefined());
});

describe("nb101", () => {
  const space = nb101();

  it("has 423,624 cells: 1, 6, 84, 2,441, 62,010 and 359,082 of 2 … 7 vertices", () => {
    const counts = [0, 0, 0, 0, 0, 0];
    for (const cell of cells()) counts[verticesOf(cell) - 2]!++;
    expect(counts).toEqual([1, 6, 84, 2441, 62_010, 359_082]);
    expect(counts.reduce((a, b) => a + b)).toBe(size);
  });

  it("enumerates by vertices, then edges, then operations", () => {
    let last = -1;
    let descents = 0;
    for (const cell of space.enumerate()) {
      // The highest edge leads to the output, so that more vertices are higher edges.
      const place =
        cell.edges * 3 ** 5 + cell.operations.reduce<number>((code, operation) => code * 3 + operation, 0);
      if (place <= last) descents++;
      last = place;
    }
    expect(descents).toBe(0);
  });

  it("samples uniformly: of all that can be drawn, each cell is what exactly one draw gives", () => {
    const draw = { next: 0, bound: Infinity };
    const inTurn: Random = {
      ...createRandom(1),
      integer: (bound) => {
        draw.bound = bound;
        return draw.next++;
      },
    };
    const seen = new Set<number>();
    let sampled = 0;
    for (; draw.next < draw.bound; sampled++) {
      const { edges, operations } = space.sample(inTurn);
      seen.add(
        operations.reduce((code, operation) => code * 3 + operation, edges * 3 ** (5 - operations.length)),
      );
    }
    expect(draw.next).toBe(draw.bound);
    expect([sampled, seen.size]).toEqual([size, size]);
  });

  it("encodes edges and operations, with the output at vertex 6 and 0 for vertices that are not there", () => {
    const adjacency = nb101({ encoding: "adjacency" });
    const { features } = adjacency;
    expect(features).toHaveLength(26);
    const row = new Float64Array(26);
    adjacency.encodeInto({ edges: 0b111, operations: [2] }, row);
    const named = new Map(features.map(({ name }, i) => [name, row[i]]));
    const set = [...named].filter(([, value]) => value !== 0);
    expect(set).toEqual([
      ["edge 0-1", 1],
      ["edge 0-6", 1],
      ["edge 1-6", 1],
      ["operation 1", 3],
    ]);
    expect(features[0]).toEqual({ kind: "categorical", name: "edge 0-1", levels: 2 });
    expect(features[21]).toEqual({ kind: "categorical", name: "operation 1", levels: 4 });
  });

  it("encodes how often each path occurs, other paths together", () => {
    const both = nb101({ encoding: "both" });
    const { features } = both;
    const row = new Float64Array(features.length);
    const random = createRandom(3);
    for (let i = 0; i < 100; i++) {
      const cell = space.sample(random);
      both.encodeInto(cell, row);
      const { counts } = pathCounts(both.graph(cell));
      const paths = features.flatMap(({ name }, at) =>
        name.startsWith("path ") ? [[name, row[at]!] as const] : [],
      );
      for (const [name, value] of paths)
        expect(value).toBe(counts.get(name === "path without operation" ? "" : name.slice(5)) ?? 0);
      const all = [...counts.values()].reduce((a, b) => a + b, 0);
      expect(row.at(-1)).toBe(all - paths.reduce((sum, [, value]) => sum + value, 0));
    }
  });

  it("gives the graph with official labels", () => {
    expect(space.graph({ edges: 0b101, operations: [1] })).toEqual({
      labels: ["input", "conv1x1-bn-relu", "output"],
      edges: [
        [0, 1],
        [1, 2],
      ],
    });
  });
});

describe("a space of cells with few vertices", () => {
  for (const { name, run } of testSpace(nb101({ ...reduced, vertices: 5 }), {
    malformed: [...malformed, "conv3x3:0|conv3x3:1|conv3x3:2|conv3x3:3|output:4"],
  }))
    it(name, () => expect(run()).resolves.toBeUndefined());

  it("is the beginning of the whole one: 7, 91 and 2,532 cells of up to 3, 4 and 5 vertices", () => {
    for (const [vertices, count] of [
      [3, 7],
      [4, 91],
      [5, 2532],
      [6, 64_542],
    ] as const) {
      const space = nb101({ vertices });
      const listed = [...space.enumerate()];
      expect([space.size, listed.length]).toEqual([count, count]);
      expect(listed.every((cell) => verticesOf(cell) <= vertices)).toBe(true);
      expect(listed.slice(0, 91)).toEqual([...cells(4)].slice(0, listed.length));
    }
  });

  it("draws each of its cells, and nothing else", () => {
    const space = nb101({ vertices: 4 });
    const random = createRandom(1);
    const drawn = Array.from({ length: 2000 }, () => space.key(space.sample(random)));
    expect(new Set(drawn)).toEqual(new Set(Array.from(space.enumerate(), (cell) => space.key(cell))));
  });

  it("is left by no edit, and each of its cells can be reached by edits from the empty one", () => {
    const space = nb101({ vertices: 5 });
    const reached = new Map([{ edges: 1, operations: [] }].map((cell: Cell) => [space.key(cell), cell]));
    // A map is walked to its end, with what is added on the way.
    for (const cell of reached.values())
      for (const neighbour of space.neighbours(cell)) reached.set(space.key(neighbour), neighbour);
    expect(new Set(reached.keys())).toEqual(
      new Set(Array.from(space.enumerate(), (cell) => space.key(cell))),
    );
  });

  it("refuses a larger cell with its limit, and takes one that is small once it is pruned", () => {
    const space = nb101({ vertices: 3 });
    expect(space.parse("conv3x3:0|conv3x3:1|output:2")).toMatchObject({
      left: {
        code: "ARCHITECTURE_MALFORMED",
        message: expect.stringContaining("expected 3 vertices or fewer, got 4"),
        hint: expect.stringContaining("'vertices'"),
      },
    });
    expect(space.parse("conv3x3:0|conv3x3:1|output:1")).toEqual({
      _tag: "Right",
      right: { edges: 0b101, operations: [0] },
    });
  });

  it("has features for its vertices alone, the output the last one", () => {
    const space = nb101({ vertices: 4, encoding: "adjacency" });
    expect(space.features).toHaveLength(6 + 2);
    const row = new Float64Array(8);
    space.encodeInto({ edges: 0b111, operations: [2] }, row);
    const named = space.features.map(({ name }, i) => [name, row[i]] as const);
    expect(named.filter(([, value]) => value !== 0)).toEqual([
      ["edge 0-1", 1],
      ["edge 0-3", 1],
      ["edge 1-3", 1],
      ["operation 1", 3],
    ]);
  });
});

describe("the plugin", () => {
  it("makes the official space of no options, and refuses unknown ones", async () => {
    const { options, create } = plugin.spaces.nb101;
    const settings = await options["~standard"].validate({});
    expect(settings).toEqual({
      value: {
        vertices: 7,
        stemChannels: 128,
        stacks: 3,
        modulesPerStack: 3,
        normMomentum: 0.003,
        encoding: "both",
      },
    });
    expect(create(options.parse({ stacks: 2 })).name).toBe("nb101");
    for (const wrong of [
      { vertices: 2 },
      { vertices: 8 },
      { stemChannels: 3 },
      { stack: 1 },
      { encoding: "hash" },
      { normMomentum: 0 },
    ])
      expect((await options["~standard"].validate(wrong)).issues).toBeDefined();
  });
});
