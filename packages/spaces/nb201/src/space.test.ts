import { createRandom } from "@proxybo/core";
import { testSpace } from "@proxybo/core/testing";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import plugin, { architectureAt, indexOf, nb201, size } from "./index.ts";

describe("the conformance suite of spaces", () => {
  for (const { name, run } of testSpace(nb201({ cells: 1 }), {
    malformed: ["|skip_connect~0|", "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|+"],
  }))
    it(name, () => run());
});

describe("nb201", () => {
  const space = nb201();
  const anyArchitecture = fc.nat({ max: size - 1 }).map(architectureAt);

  it("gives every architecture 24 neighbours, each with one other operation on one edge", () => {
    fc.assert(
      fc.property(anyArchitecture, (architecture) => {
        const neighbours = space.neighbours(architecture);
        expect(neighbours).toHaveLength(24);
        for (const neighbour of neighbours)
          expect(neighbour.filter((code, edge) => code !== architecture[edge])).toHaveLength(1);
      }),
    );
  });

  it("samples uniformly: chi-square of 15,625 cells over 400,000 draws below the 0.999 quantile", () => {
    const random = createRandom(1);
    const counts = new Float64Array(size);
    for (let i = 0; i < 400_000; i++) counts[indexOf(space.sample(random))]!++;
    const expected = 400_000 / size;
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi2).toBeLessThan(16_175.97); // scipy.stats.chi2.ppf(0.999, 15624)
  });

  it("encodes an architecture as its six codes", () => {
    const row = new Float64Array(6);
    space.encodeInto([3, 1, 0, 1, 2, 4], row);
    expect([...row]).toEqual([3, 1, 0, 1, 2, 4]);
    expect(space.features.map(({ name }) => name)).toEqual([
      "edge 0-1",
      "edge 0-2",
      "edge 1-2",
      "edge 0-3",
      "edge 1-3",
      "edge 2-3",
    ]);
  });

  it("knows architectures that others made, not only its own values", () => {
    fc.assert(
      fc.property(anyArchitecture, (architecture) => {
        const copy = structuredClone(architecture);
        expect(space.key(copy)).toBe(space.key(architecture));
        expect(space.neighbours(copy)).toEqual(space.neighbours(architecture));
      }),
    );
  });

  it("draws operations as nodes that read the operations which end where they begin", () => {
    const { labels, edges } = space.graph([3, 1, 0, 1, 2, 4]);
    expect(labels).toEqual([
      "input",
      "nor_conv_3x3",
      "skip_connect",
      "none",
      "skip_connect",
      "nor_conv_1x1",
      "avg_pool_3x3",
      "output",
    ]);
    const reads = (node: number) => edges.filter(([, to]) => to === node).map(([from]) => from);
    expect([1, 2, 3, 4, 5, 6, 7].map(reads)).toEqual([[0], [0], [1], [0], [1], [2, 3], [4, 5, 6]]);
  });
});

describe("the plugin", () => {
  it("makes the official space of no options, and refuses unknown ones", async () => {
    const { options, create } = plugin.spaces.nb201;
    const settings = await options["~standard"].validate({});
    expect(settings).toEqual({
      value: { channels: 16, cells: 5, stages: 3, dead: "drop", equality: "network" },
    });
    expect(create(options.parse({ cells: 2 })).name).toBe("nb201");
    for (const wrong of [{ cells: 0 }, { cell: 1 }, { dead: "maybe" }])
      expect((await options["~standard"].validate(wrong)).issues).toBeDefined();
  });
});
