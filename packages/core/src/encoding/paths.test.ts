import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelledGraph } from "../contracts/space.ts";
import { anyGraph } from "./fixtures/graphs.ts";
import { pathCounts, pathSeparator } from "./paths.ts";

/** Every path from input to output, walked one by one. */
function walk({ labels, edges }: LabelledGraph, node = 0): readonly (readonly string[])[] {
  if (node === labels.length - 1) return [[]];
  if (labels[node] === "none") return [];
  const own = node === 0 || labels[node] === "skip" ? [] : [labels[node]!];
  return edges
    .filter(([from]) => from === node)
    .flatMap(([, to]) => walk({ labels, edges }, to).map((path) => [...own, ...path]));
}

const total = ({ counts, rest }: ReturnType<typeof pathCounts>) =>
  [...counts.values()].reduce((sum, count) => sum + count, rest);

describe("pathCounts", () => {
  it("counts the paths that a walk finds", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const walked = Map.groupBy(walk(graph), (path) => path.join(pathSeparator));
        const { counts, rest } = pathCounts(graph);
        expect(Object.fromEntries(counts)).toEqual(
          Object.fromEntries([...walked].map(([path, all]) => [path, all.length])),
        );
        expect(rest).toBe(0);
      }),
    );
  });

  it("loses no path within bounds: what is not told apart is the rest", () => {
    fc.assert(
      fc.property(anyGraph, fc.nat({ max: 4 }), fc.integer({ min: 1, max: 5 }), (graph, longest, limit) => {
        const bounded = pathCounts(graph, { longest, limit });
        const exact = pathCounts(graph);
        expect(total(bounded)).toBe(total(exact));
        expect(bounded.counts.size).toBeLessThanOrEqual(limit);
        for (const [path, count] of bounded.counts) {
          expect(count).toBeLessThanOrEqual(exact.counts.get(path)!);
          expect(path === "" ? 0 : path.split(pathSeparator).length).toBeLessThanOrEqual(longest);
        }
      }),
    );
  });

  it("is quick on a graph of 2^48 paths", () => {
    const nodes = 50;
    const labels = ["input", ...Array.from({ length: nodes - 2 }, (_, i) => `op${i % 5}`), "output"];
    const edges = labels.flatMap((_, to) => Array.from({ length: to }, (__, from) => [from, to] as const));
    const start = performance.now();
    const result = pathCounts({ labels, edges });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(total(result)).toBe(2 ** (nodes - 2));
    expect(result.counts.size).toBeLessThanOrEqual(512);
  });

  it("does not depend on the order in which nodes are listed", () => {
    const graph = (labels: readonly string[]): LabelledGraph => ({
      labels: ["input", ...labels, "output"],
      edges: [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    });
    const counts = (labels: readonly string[]) => Object.fromEntries(pathCounts(graph(labels)).counts);
    expect(counts(["conv", "pool"])).toEqual(counts(["pool", "conv"]));
  });
});
