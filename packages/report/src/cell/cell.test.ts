import { createRandom } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { describe, expect, it } from "vitest";
import { drawCell } from "./draw-cell.ts";
import { layOut, type Point } from "./layout.ts";
import { operationColour } from "./operation-colour.ts";

describe("the layout of a cell", () => {
  const random = createRandom(1, "graphs");
  const graphs = Array.from({ length: 200 }, () => {
    const count = 2 + random.integer(8);
    const edges: [number, number][] = [];
    for (let to = 1; to < count; to++)
      for (let from = 0; from < to; from++) if (random.uniform() < 0.45) edges.push([from, to]);
    return { widths: Array.from({ length: count }, () => 40 + random.integer(80)), edges };
  });

  it("leads every line downwards, and puts no node upon another", () => {
    for (const graph of graphs) {
      const { nodes, lines } = layOut(graph);
      for (const line of lines)
        for (let i = 1; i < line.length; i++) expect(line[i]!.y).toBe(line[i - 1]!.y + 1);
      const overlapping = nodes.some((one, a) =>
        nodes.some(
          (other, b) =>
            a < b &&
            one.y === other.y &&
            Math.abs(one.x - other.x) < (graph.widths[a]! + graph.widths[b]!) / 2,
        ),
      );
      expect(overlapping).toBe(false);
    }
  });

  it("leads no line through a node, and stays within its width", () => {
    for (const graph of graphs) {
      const { nodes, lines, width } = layOut(graph);
      for (const line of lines)
        for (const { x, y } of line.slice(1, -1)) {
          const hit = nodes.some(
            (node: Point, i) => node.y === y && Math.abs(node.x - x) < graph.widths[i]! / 2,
          );
          expect(hit).toBe(false);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
        }
      for (const [i, { x }] of nodes.entries()) {
        expect(x - graph.widths[i]! / 2).toBeGreaterThan(-1e-6);
        expect(x + graph.widths[i]! / 2).toBeLessThan(width + 1e-6);
      }
    }
  });
});

describe("the drawing of a cell", () => {
  it("shows the operations of a NAS-Bench-201 cell that its output depends on", () => {
    const space = nb201();
    const cell = [3, 1, 0, 1, 2, 4] as const;
    const { markup } = drawCell(space.graph(cell));
    expect(markup).toContain(">input</text");
    expect(markup).toContain(">nor_conv_3x3</text");
    expect(markup).not.toContain(">none</text");
  });

  it("has a colour for each operation, grey for skips, none for the ends", () => {
    const colours = ["nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3", "skip_connect"].map(operationColour);
    expect(new Set(colours).size).toBe(4);
    expect(operationColour("input")).toBeUndefined();
    expect(operationColour("conv5")).not.toBe(operationColour("conv7"));
    expect(operationColour("my operation")).toMatch(/^var\(--series-\d+/);
  });
});
