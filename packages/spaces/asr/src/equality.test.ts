import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tableRows } from "./fixtures/table.ts";
import { type Architecture, asr, liveCell, modelHash, networkKey } from "./index.ts";

const cases = JSON.parse(readFileSync(new URL("fixtures/hashes.json", import.meta.url), "utf8")) as readonly {
  readonly vector: Architecture;
  readonly hash: string;
}[];

/** All architectures by a key of theirs, in the order of the benchmark. */
function classesBy(
  key: (architecture: Architecture) => string,
): ReadonlyMap<string, readonly Architecture[]> {
  return Map.groupBy(asr().enumerate(), key);
}

describe("modelHash", () => {
  it("is the official hash, for pruned graphs and the empty one too", () => {
    expect(cases.map(({ vector }) => modelHash(vector))).toEqual(cases.map(({ hash }) => hash));
  });

  it("gives 8,242 classes of the 13,824 vectors, those of the table, each with as many vectors", ({
    skip,
  }) => {
    const classes = classesBy(modelHash);
    expect(classes.size).toBe(8242);
    const rows = tableRows();
    if (rows === undefined) {
      skip("skipped: no benchmark tables");
      return;
    }
    const wrong = rows.filter(({ hash, count }) => classes.get(hash)?.length !== count);
    const otherFirst = rows.filter(
      ({ hash, first }) => JSON.stringify(classes.get(hash)?.[0]) !== JSON.stringify(first),
    );
    expect([rows.length, wrong, otherFirst]).toEqual([8242, [], []]);
  });
});

describe("networkKey", () => {
  it("gives 8,865 classes: 242 hashes stand for several networks, 483 networks have several hashes", () => {
    const networks = classesBy(networkKey);
    const several = (
      classes: ReadonlyMap<string, readonly Architecture[]>,
      other: (a: Architecture) => string,
    ) => [...classes.values()].filter((members) => new Set(members.map(other)).size > 1).length;
    expect(networks.size).toBe(8865);
    expect(several(classesBy(modelHash), networkKey)).toBe(242);
    expect(several(networks, modelHash)).toBe(483);
  });

  it("is equal exactly where as many operations, whatever they are, compute the same", () => {
    // One operation added twice is not two operations added once each, which have weights of their own.
    const behaviour = (architecture: Architecture): string =>
      `${liveCell(architecture).operations.length}: ${computed(architecture).toPrecision(10)}`;
    const values = classesBy(behaviour);
    expect(values.size).toBe(classesBy(networkKey).size);
    for (const members of values.values()) expect(new Set(members.map(networkKey)).size).toBe(1);
  });

  it("knows what is left of a cell", () => {
    expect(
      liveCell([
        [1, 1],
        [5, 0, 1],
        [0, 0, 0, 0],
      ]),
    ).toEqual({
      operations: [
        { node: 1, code: 1, reads: [1, 0, 0, 0] },
        { node: 3, code: 0, reads: [1, 1, 0, 0] },
      ],
      output: [0, 0, 0, 1],
    });
  });
});

/** A cell as a function of the number 0.7, with another function for each operation that keeps 0. */
function computed(architecture: Architecture): number {
  const values = [0.7];
  architecture.forEach(([code, ...skips], index) => {
    const x = values[index]!;
    const own = code === 5 ? 0 : Math.sin((1.1 + 0.37 * code) * x) + 0.1 * (code + 1) * x * x;
    values.push(skips.reduce<number>((sum, present, from) => sum + present * values[from]!, own));
  });
  return values.at(-1)!;
}
