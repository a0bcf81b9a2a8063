import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalCell } from "./canonical.ts";
import { tableRows } from "./fixtures/table.ts";
import { cells, type Cell, graphHash, size, vertexChannels } from "./index.ts";
import { digest, hexadecimal, writeText } from "./md5.ts";

interface Case extends Cell {
  readonly hash: string;
  readonly channels: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL("fixtures/hashes.json", import.meta.url), "utf8"),
) as readonly Case[];

describe("the digest", () => {
  it("is MD5, for ASCII texts of every length up to 311", () => {
    const ascii = fc.string({ unit: "binary-ascii", maxLength: 311 });
    const everyLength = Array.from({ length: 312 }, (_, length): [string] => ["x".repeat(length)]);
    fc.assert(
      fc.property(ascii, (text) => {
        writeText(text);
        digest(text.length);
        expect(hexadecimal()).toBe(createHash("md5").update(text).digest("hex"));
      }),
      { examples: everyLength, numRuns: 1000 },
    );
  });
});

describe("graphHash", () => {
  it("is the official hash, for graphs in any order of their vertices", () => {
    expect(cases.map((cell) => graphHash(cell))).toEqual(cases.map(({ hash }) => hash));
  });

  it("is equal for a graph and the order that stands for it", () => {
    for (const { edges, operations, hash } of cases)
      expect(graphHash(canonicalCell(edges, operations))).toBe(hash);
  });

  it("tells all cells of up to 5 vertices apart", () => {
    const small = [...cells(5)];
    expect(small).toHaveLength(1 + 6 + 84 + 2441);
    expect(new Set(small.map(graphHash)).size).toBe(small.length);
  });

  it("finds every cell of up to 5 vertices in the table, in the same order of vertices", ({ skip }) => {
    const rows = tableRows();
    if (rows === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    expect(rows).toHaveLength(size);
    const byHash = new Map(rows.map((row) => [row.hash, row.cell]));
    for (const cell of cells(5)) expect(byHash.get(graphHash(cell))).toEqual(cell);
  });

  it("gives the table's hash, and its order of vertices stands for the cell, for every 40th row", ({
    skip,
  }) => {
    const rows = tableRows(40);
    if (rows === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const wrong = rows.filter(({ hash, cell }) => graphHash(cell) !== hash);
    const moved = rows.filter(({ cell }) => {
      const { edges, operations } = canonicalCell(cell.edges, cell.operations);
      return edges !== cell.edges || operations.join() !== cell.operations.join();
    });
    expect([rows.length, wrong, moved]).toEqual([10_591, [], []]);
  });
});

describe("vertexChannels", () => {
  it("shares the output's channels as the benchmark does", () => {
    for (const cell of cases) expect(vertexChannels(cell, 16, 33)).toEqual(cell.channels);
  });
});
