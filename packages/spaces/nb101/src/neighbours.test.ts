import { isLeft } from "fp-ts/lib/Either.js";
import { describe, expect, it } from "vitest";
import { cellOf, cells, type Cell, nb101, type OperationCode, verticesOf } from "./index.ts";

const space = nb101();

/** All specifications of `vertices` vertices, pruned or not, with their cells and how many vertices live. */
function specifications(vertices: number): readonly (Cell | undefined)[] {
  const pairs = pairsOf(vertices);
  return Array.from({ length: 2 ** pairs.length * 3 ** (vertices - 2) }, (_, index) => {
    const bits = index % 2 ** pairs.length;
    const codes = Array.from(
      { length: vertices - 2 },
      (__, i) => (Math.floor(index / 2 ** pairs.length / 3 ** i) % 3) as OperationCode,
    );
    const cell = cellOf({ operations: codes, edges: pairs.filter((___, edge) => (bits >> edge) % 2 === 1) });
    return isLeft(cell) ? undefined : cell.right;
  });
}

function pairsOf(vertices: number): readonly (readonly [number, number])[] {
  return Array.from({ length: vertices }, (_, to) =>
    Array.from({ length: to }, (__, from) => [from, to] as const),
  ).flat();
}

describe("neighbours", () => {
  it("are what an edit makes of any specification of a cell, found by trying all of 5 vertices", () => {
    const vertices = 5;
    const specs = specifications(vertices);
    const edges = pairsOf(vertices).length;
    const expected = new Map<string, Set<string>>();
    const pair = (from: number, to: number): void => {
      const [a, b] = [specs[from], specs[to]];
      if (a === undefined || b === undefined || Math.abs(verticesOf(a) - verticesOf(b)) > 1) return;
      const [key, other] = [space.key(a), space.key(b)];
      if (key === other) return;
      if (!expected.has(key)) expected.set(key, new Set());
      expected.get(key)!.add(other);
    };
    for (let index = 0; index < specs.length; index++) {
      for (let edge = 0; edge < edges; edge++) pair(index, index ^ (1 << edge));
      for (let i = 0; i < vertices - 2; i++) {
        const step = 2 ** edges * 3 ** i;
        const code = Math.floor(index / step) % 3;
        for (let other = 0; other < 3; other++)
          if (other !== code) pair(index, index + (other - code) * step);
      }
    }
    for (const cell of cells(vertices)) {
      const found = space.neighbours(cell).filter((neighbour) => verticesOf(neighbour) <= vertices);
      expect(new Set(found.map((neighbour) => space.key(neighbour)))).toEqual(expected.get(space.key(cell)));
    }
  });

  it("have different keys, and lead from the empty cell to every cell of up to 4 vertices", () => {
    const known = new Set<string>();
    let front: readonly Cell[] = [{ edges: 1, operations: [] }];
    while (front.length > 0) {
      const next: Cell[] = [];
      for (const cell of front) {
        const neighbours = space.neighbours(cell);
        expect(new Set(neighbours.map((neighbour) => space.key(neighbour))).size).toBe(neighbours.length);
        for (const neighbour of neighbours) {
          if (verticesOf(neighbour) > 4 || known.has(space.key(neighbour))) continue;
          known.add(space.key(neighbour));
          next.push(neighbour);
        }
      }
      front = next;
    }
    expect(known.size).toBe(91);
  });
});
