import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledGraph } from "../contracts/space.ts";
import { contractGraph } from "../encoding/contraction.ts";
import { anyGraph } from "../encoding/fixtures/graphs.ts";
import { drawGraph } from "./draw.ts";

const diamond: LabelledGraph = {
  labels: ["input", "conv", "pool", "output"],
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ],
};

describe("drawGraph", () => {
  it("draws a line a node, joined to what it reads", () => {
    expect(drawGraph(diamond)).toEqual([
      "●       input",
      "├─●   1 conv    ← input",
      "╰─│─● 2 pool    ← input",
      "●─┴─╯   output  ← 1, 2",
    ]);
  });

  it("draws the same in plain ASCII", () => {
    const lines = drawGraph(diamond, { ascii: true });
    expect(lines).toEqual([
      "o       input",
      "+-o   1 conv    <- input",
      "+-|-o 2 pool    <- input",
      "o-+-+   output  <- 1, 2",
    ]);
    expect(lines.join("")).toMatch(/^[\x20-\x7e]*$/);
  });

  it("leaves out what changes nothing, and says how often a value is added", () => {
    const graph: LabelledGraph = {
      labels: ["input", "skip_connect", "none", "conv", "conv", "output"],
      edges: [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 3],
        [2, 4],
        [3, 5],
        [4, 5],
      ],
    };
    expect(drawGraph(graph)).toEqual(["●     input", "╰─● 1 conv    ← 2 × input", "●─╯   output  ← 1"]);
    expect(drawGraph(graph, { contract: false })).toHaveLength(6);
  });

  it("says so where nothing reaches the output", () => {
    expect(
      drawGraph({
        labels: ["input", "none", "output"],
        edges: [
          [0, 1],
          [1, 2],
        ],
      }),
    ).toEqual(["●   input", "●   output  ← nothing"]);
  });

  it("can be read back from the lines alone: every node meets exactly the lines of what it reads", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const contracted = contractGraph(graph);
        expect(readsOf(drawGraph(graph))).toEqual(
          contracted.labels.map((_, node) =>
            contracted.edges.filter(([, to]) => to === node).map(([from]) => from),
          ),
        );
      }),
    );
  });
});

/** What each node reads, from the signs of the picture. */
function readsOf(lines: readonly string[]): readonly (readonly number[])[] {
  const holders: (number | undefined)[] = [];
  return lines.map((line, node) => {
    const picture = line.match(/^[●├┤┼╰╯┴│─ ]*/)![0];
    const reads: number[] = [];
    let own = -1;
    for (let lane = 0; lane * 2 < picture.length; lane++) {
      const sign = picture[lane * 2]!;
      if ("├┤┼╰╯┴".includes(sign)) reads.push(holders[lane]!);
      if ("╰╯┴".includes(sign)) holders[lane] = undefined;
      if (sign === "●") own = lane;
    }
    holders[own] = node;
    return reads.toSorted((a, b) => a - b);
  });
}
