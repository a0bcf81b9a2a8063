import { createRandom } from "@proxybo/core";
import * as fc from "fast-check";
import { isLeft, isRight } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import {
  cellOf,
  type Cell,
  edgesOf,
  graphHash,
  matrixOf,
  nb101,
  type OperationCode,
  recordOf,
} from "./index.ts";
import { format, parse } from "./text.ts";

const space = nb101();
const anyCell = fc.integer({ min: 0, max: 1e6 }).map((seed) => space.sample(createRandom(seed)));

function read(text: string): Cell {
  const result = parse(text);
  if (isLeft(result)) throw result.left;
  return result.right;
}

function upTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, i) => i);
}

function refusal(text: string) {
  const result = parse(text);
  if (isRight(result)) throw new Error(`'${text}' was read`);
  return result.left;
}

describe("the text form", () => {
  it("names each vertex with what it reads", () => {
    expect(format({ edges: 0b111, operations: [0] })).toBe("conv3x3:0|output:0+1");
    expect(format({ edges: 1, operations: [] })).toBe("output:0");
  });

  it("is read with short or official names, with space around it", () => {
    const cell = { edges: 0b101, operations: [2] };
    for (const text of ["maxpool3x3:0|output:1", " maxpool3x3:0|output:1\n"])
      expect(read(text)).toEqual(cell);
    expect(read("conv1x1-bn-relu:0|output:1")).toEqual({ edges: 0b101, operations: [1] });
  });

  it("is pruned, and put into the order that stands for the cell", () => {
    expect(format(read("maxpool3x3:0|conv3x3:0|conv1x1:0|output:1+2"))).toBe(
      "conv3x3:0|maxpool3x3:0|output:1+2",
    );
    const long = "conv3x3:0|".repeat(30);
    expect(format(read(`${long}conv1x1:0|output:31`))).toBe("conv1x1:0|output:1");
  });

  it("is read alike with and without space around it, in any order of vertices", () => {
    const vertex = (index: number) =>
      fc
        .tuple(
          fc.constantFrom("conv3x3", "conv1x1", "maxpool3x3"),
          fc.subarray(upTo(index), { minLength: 1 }),
        )
        .map(([name, sources]) => `${name}:${sources.join("+")}`);
    const anyGraph = fc
      .integer({ min: 0, max: 6 })
      .chain((inner) =>
        fc
          .tuple(...upTo(inner).map(vertex))
          .map((parts) => [...parts.slice(0, -1), parts.at(-1)!.replace(/^[^:]+/, "output")].join("|")),
      );
    let accepted = 0;
    fc.assert(
      fc.property(anyGraph, (text) => {
        const plain = parse(text);
        const spaced = parse(` ${text}`);
        if (isRight(plain)) accepted++;
        expect(isLeft(plain) ? plain.left.code : plain).toEqual(isLeft(spaced) ? spaced.left.code : spaced);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(1000);
  });

  it("reads nothing but cells, and never throws", () => {
    const piece = fc.constantFrom(
      "|",
      ":",
      "+",
      "0",
      "1",
      "6",
      "output",
      "conv3x3",
      "{",
      '"matrix"',
      "[",
      "]",
    );
    const damaged = fc
      .tuple(
        anyCell,
        fc.nat({ max: 60 }),
        fc.nat({ max: 12 }),
        fc.array(piece, { maxLength: 4 }),
        fc.boolean(),
      )
      .map(([cell, at, cut, pieces, json]) => {
        const text = json ? JSON.stringify(matrixOf(cell)) : format(cell);
        return text.slice(0, at) + pieces.join("") + text.slice(at + cut);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (text) => {
        const result = parse(text);
        const again = isLeft(result) ? result : parse(format(result.right));
        expect(isLeft(again) ? again.left.code : again).toEqual(
          isLeft(result) ? "ARCHITECTURE_MALFORMED" : result,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the benchmark's JSON", () => {
  it("is written by matrixOf and recordOf, and read back, in either naming and with other fields", () => {
    fc.assert(
      fc.property(anyCell, (cell) => {
        const { matrix, ops } = matrixOf(cell);
        expect(read(JSON.stringify({ matrix, ops }))).toEqual(cell);
        expect(recordOf(cell)).toEqual({ module_adjacency: matrix, module_operations: ops });
        const record = { ...recordOf(cell), trainable_parameters: 1 };
        expect(read(JSON.stringify(record))).toEqual(cell);
      }),
    );
  });

  it("is pruned before the bounds count", () => {
    // The example of the benchmark's README: 7 vertices, 9 edges, an inception-like cell.
    const matrix = [
      [0, 1, 1, 1, 0, 1, 0],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 0],
    ];
    const [a, b, c] = ["conv1x1-bn-relu", "conv3x3-bn-relu", "maxpool3x3"];
    const ops = ["input", a, b, b, b, c, "output"];
    const cell = read(JSON.stringify({ matrix, ops }));
    expect(edgesOf(cell)).toHaveLength(9);
    matrix[0]![4] = 1;
    expect(refusal(JSON.stringify({ matrix, ops })).message).toMatch(
      /^matrix: expected 9 edges or fewer on paths from input to output, got 10 /,
    );
    matrix[2]![6] = 0;
    expect(edgesOf(read(JSON.stringify({ matrix, ops })))).toHaveLength(8);
  });
});

describe("cellOf", () => {
  it("gives one cell for every order of the vertices", () => {
    fc.assert(
      fc.property(anyCell, fc.array(fc.nat(), { minLength: 5, maxLength: 5 }), (cell, ranks) => {
        const inner = cell.operations.map((_, i) => i).toSorted((a, b) => ranks[a]! - ranks[b]! || a - b);
        const place = [0, ...cell.operations.map((_, i) => inner.indexOf(i) + 1), cell.operations.length + 1];
        const moved = {
          operations: inner.map((i): OperationCode => cell.operations[i]!),
          edges: edgesOf(cell).map(([from, to]) => [place[from]!, place[to]!] as const),
        };
        const result = cellOf(moved);
        if (isLeft(result)) throw new Error(result.left.type);
        expect(result.right).toEqual(cell);
        expect(space.key(result.right)).toBe(graphHash(cell));
      }),
    );
  });

  it("refuses a cycle among vertices that live, and knows none among the dead", () => {
    const chain = [
      [0, 1],
      [1, 2],
      [2, 1],
    ] as const;
    expect(cellOf({ operations: [0, 0], edges: [...chain, [2, 3]] })).toEqual({
      _tag: "Left",
      left: { type: "cycle", vertex: 1 },
    });
    expect(isRight(cellOf({ operations: [0, 0], edges: [...chain, [0, 3]] }))).toBe(true);
  });
});

describe("a malformed text", () => {
  const ends = (count: number) => ["input", ...Array.from({ length: count }, () => "maxpool3x3"), "output"];
  const cases: readonly (readonly [what: string, text: string, message: string, hint: RegExp])[] = [
    [
      "a misspelt operation",
      "conv3x3:0|conv3x4:1|output:2",
      "vertex 2, character 11: expected an operation (conv3x3, conv1x1, maxpool3x3), got 'conv3x4'",
      /^did you mean 'conv3x3'\?$/,
    ],
    [
      "a vertex that reads a later one",
      "conv3x3:0|conv1x1:0+2|output:2",
      "vertex 2, character 21: expected an earlier vertex (0 is the input, up to 1), got '2'",
      /^the form is/,
    ],
    [
      "a vertex that reads nothing",
      "conv3x3|output:1",
      "vertex 1, character 8: expected ':' and the vertices that it reads, got nothing",
      /^the form is/,
    ],
    [
      "a vertex read twice",
      "conv3x3:0|output:1+1",
      "vertex 2, character 20: expected each vertex once, got '1'",
      /^the form is/,
    ],
    ["no output", "conv3x3:0", "vertex 1, character 1: expected the output at the end, got 'conv3x3'", /./],
    [
      "no path",
      '{"matrix": [[0, 0], [0, 0]], "ops": ["input", "output"]}',
      "matrix: expected a path from the input to the output, got none",
      /./,
    ],
    [
      "too many vertices",
      "conv3x3:0|conv3x3:1|conv3x3:2|conv3x3:3|conv3x3:4|conv3x3:5|output:6",
      "expected 7 vertices or fewer on paths from input to output, got 8",
      /./,
    ],
    [
      "an edge backwards",
      JSON.stringify({
        matrix: [
          [0, 1, 1],
          [0, 0, 1],
          [0, 1, 0],
        ],
        ops: ends(1),
      }),
      "matrix[2][1]: expected 0 (edges lead from a lower vertex to a higher one), got 1",
      /./,
    ],
    [
      "a short row",
      JSON.stringify({
        module_adjacency: [
          [0, 1, 1],
          [0, 0],
          [0, 0, 0],
        ],
        module_operations: ends(1),
      }),
      "module_adjacency[1]: expected a row of 3 numbers, got [0,0]",
      /./,
    ],
    [
      "an unknown label",
      '{"matrix": [], "ops": ["input", "maxpool3x4", "output"]}',
      "ops[1]: expected an operation (conv3x3-bn-relu, conv1x1-bn-relu, maxpool3x3), got 'maxpool3x4'",
      /^did you mean 'maxpool3x3'\?$/,
    ],
    ["a missing field", '{"matrix": [[0]]}', "ops: expected a list of 2 labels or more, got nothing", /./],
    [
      "an object of something else",
      '{"arch": 3}',
      "expected the fields 'matrix' and 'ops', or 'module_adjacency' and 'module_operations'",
      /./,
    ],
  ];
  for (const [what, text, message, hint] of cases)
    it(`${what}: says where, what was expected, and what came`, () => {
      const error = refusal(text);
      expect(error.code).toBe("ARCHITECTURE_MALFORMED");
      expect(error.message).toBe(`${message} (architecture '${text}')`);
      expect(error.hint).toMatch(hint);
      expect(error.place.architecture).toBe(text);
    });

  it("of great length is cut in the message", () => {
    expect(refusal("x".repeat(100_000)).message.length).toBeLessThan(600);
    expect(refusal(`{"ops": "${"x".repeat(100_000)}", "matrix": 0}`).message.length).toBeLessThan(600);
  });
});
