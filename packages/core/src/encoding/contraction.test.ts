import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledGraph } from "../contracts/space.ts";
import { contractGraph } from "./contraction.ts";
import { anyGraph } from "./fixtures/graphs.ts";

/** A graph as a function: every node adds up what it reads; operations are fixed nonlinear functions that keep 0. */
function evaluate(labels: readonly string[], edges: readonly (readonly number[])[], input: number): number {
  const values: number[] = [];
  labels.forEach((label, node) => {
    const sum = edges
      .filter(([, to]) => to === node)
      .reduce((total, [from, , times = 1]) => total + times * values[from!]!, 0);
    if (node === 0) values.push(input);
    else if (label === "none") values.push(0);
    else if (label === "conv") values.push(Math.sin(1.3 * sum));
    else if (label === "pool") values.push(Math.tanh(0.7 * sum));
    else if (label === "lstm") values.push(sum / (1 + Math.abs(sum)));
    else values.push(sum);
  });
  return values.at(-1)!;
}

describe("contractGraph", () => {
  it("computes what the graph computes", () => {
    fc.assert(
      fc.property(anyGraph, fc.double({ min: -2, max: 2, noNaN: true }), (graph, input) => {
        const { labels, edges } = contractGraph(graph);
        expect(evaluate(labels, edges, input)).toBeCloseTo(evaluate(graph.labels, graph.edges, input), 9);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps input and output, and only operations between them that read and are read", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { labels, edges } = contractGraph(graph);
        expect([labels[0], labels.at(-1)]).toEqual(["input", "output"]);
        labels.slice(1, -1).forEach((label, i) => {
          expect(["conv", "pool", "lstm"]).toContain(label);
          expect(edges.some(([from]) => from === i + 1)).toBe(true);
          expect(edges.some(([, to]) => to === i + 1)).toBe(true);
        });
        expect(new Set(edges.map(String)).size).toBe(edges.length);
      }),
    );
  });

  it("counts how many contracted paths an edge stands for", () => {
    const graph: LabelledGraph = {
      labels: ["input", "skip", "skip", "conv", "output"],
      edges: [
        [0, 1],
        [0, 2],
        [1, 2],
        [0, 3],
        [1, 3],
        [2, 3],
        [3, 4],
      ],
    };
    expect(contractGraph(graph)).toEqual({
      labels: ["input", "conv", "output"],
      edges: [
        [0, 1, 4],
        [1, 2, 1],
      ],
    });
  });

  it("takes other words for nothing", () => {
    const graph: LabelledGraph = {
      labels: ["input", "pass", "cut", "none", "output"],
      edges: [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 4],
        [2, 4],
        [3, 4],
      ],
    };
    expect(contractGraph(graph, { identity: ["pass"], absent: ["cut"] })).toEqual({
      labels: ["input", "none", "output"],
      edges: [
        [0, 1, 1],
        [0, 2, 1],
        [1, 2, 1],
      ],
    });
  });
});
