import { describe, expect, it } from "vitest";
import { createRandom } from "../random/random.ts";
import { chains } from "../testing/fixtures/chains.ts";
import { pathEncoding } from "./path-encoding.ts";

const space = chains();

const encode = (encoding: ReturnType<typeof pathEncoding>, text: string) => {
  const row = new Float64Array(encoding.features.length).fill(NaN);
  encoding.encodeInto(space.graph(text), row);
  return Object.fromEntries(encoding.features.map(({ name }, i) => [name, row[i]]));
};

describe("pathEncoding", () => {
  it("has a column for each path of the space, short ones first, and one for others", () => {
    const { features } = pathEncoding(space);
    // Words of three letters over a, b and the identity: all words of at most three letters over a, b.
    expect(features).toHaveLength(1 + 2 + 4 + 8 + 1);
    expect(features.map(({ name }) => name).slice(0, 4)).toEqual([
      "path without operation",
      "path a",
      "path b",
      "path a → a",
    ]);
    expect(features.at(-1)).toEqual({ kind: "count", name: "other paths" });
  });

  it("writes how often each path occurs", () => {
    const row = encode(pathEncoding(space), "ab-");
    expect(Object.entries(row).filter(([, count]) => count !== 0)).toEqual([["path a → b", 1]]);
  });

  it("counts paths outside its vocabulary as others", () => {
    const narrow = pathEncoding(space, { width: 3 });
    expect(narrow.features).toHaveLength(4);
    const row = encode(narrow, "bbb");
    expect(row["other paths"]).toBe(1);
    const short = encode(pathEncoding(space, { longest: 2 }), "bbb");
    expect(short["other paths"]).toBe(1);
  });

  it("has the same columns at every call", () => {
    expect(pathEncoding(space, { width: 5, samples: 20 }).features).toEqual(
      pathEncoding(chains(), { width: 5, samples: 20 }).features,
    );
  });

  it("writes from the offset on, and nothing else", () => {
    const encoding = pathEncoding(space);
    const width = encoding.features.length;
    const row = new Float64Array(width + 2).fill(9);
    encoding.encodeInto(space.graph(space.sample(createRandom(1))), row, 1);
    expect([row[0], row.at(-1)]).toEqual([9, 9]);
    expect(row.subarray(1, -1).reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
