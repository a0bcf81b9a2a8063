import { describe, expect, it } from "vitest";
import { createRandom } from "../random/random.ts";
import type { GraphSpace, LabelledGraph } from "../contracts/space.ts";
import { chains } from "../testing/fixtures/chains.ts";
import { graphEncoding } from "./graph-encoding.ts";
import { pathEncoding } from "./path-encoding.ts";

const length = 12;

/** A word of operations a and b, one behind the other. */
function chainOf(word: string): LabelledGraph {
  return {
    labels: ["input", ...Array.from(word), "output"],
    edges: Array.from({ length: word.length + 1 }, (_, i) => [i, i + 1] as const),
  };
}

/** Words too long for paths to tell them apart. */
const longChains: GraphSpace<string> = {
  ...chains(),
  name: "long chains",
  sample: (random) => Array.from({ length }, () => "ab"[random.integer(2)]).join(""),
  graph: chainOf,
};

describe("graphEncoding", () => {
  it("counts paths where a vocabulary can hold them", () => {
    expect(graphEncoding(chains()).features).toEqual(pathEncoding(chains()).features);
  });

  it("counts operations and what they read where paths are too many", () => {
    const encoding = graphEncoding(longChains);
    const row = new Float64Array(encoding.features.length);
    encoding.encodeInto(chainOf("aabbbbbbbbbb"), row);
    const counts = Object.fromEntries(encoding.features.map(({ name }, i) => [name, row[i]]));
    expect(counts).toEqual({
      "neighbourhood a": 2,
      "neighbourhood a(a)": 1,
      "neighbourhood a(b)": 0,
      "neighbourhood a(input)": 1,
      "neighbourhood b": 10,
      "neighbourhood b(a)": 1,
      "neighbourhood b(b)": 9,
      "neighbourhood b(input)": 0,
      "neighbourhood output(a)": 0,
      "neighbourhood output(b)": 1,
      "other neighbourhoods": 0,
    });
    expect(graphEncoding(longChains).features).toEqual(encoding.features);
  });

  it("keeps to its width, and counts the others together", () => {
    const encoding = graphEncoding(longChains, { width: 3, samples: 50 });
    const row = new Float64Array(encoding.features.length);
    encoding.encodeInto(longChains.graph(longChains.sample(createRandom(3))), row);
    expect(encoding.features).toHaveLength(4);
    // Each operation once by itself and once with what it reads, and what the output reads.
    expect(row.reduce((sum, count) => sum + count, 0)).toBe(2 * length + 1);
  });
});
