import { expect, it } from "vitest";
import { neighbourhoodCounts } from "./neighbourhoods.ts";

it("counts operations, and each with what it reads, in any order", () => {
  const graph = {
    labels: ["input", "conv", "conv", "pool", "output"],
    edges: [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [0, 4],
      [3, 4],
    ],
  } as const;
  expect(Object.fromEntries(neighbourhoodCounts(graph).counts)).toEqual({
    conv: 2,
    "conv(input)": 2,
    pool: 1,
    "pool(conv, conv)": 1,
    "output(input, pool)": 1,
  });
});

it("contracts identities, and leaves out what the output does not read", () => {
  const graph = {
    labels: ["input", "conv", "skip", "pool", "none", "output"],
    edges: [
      [0, 1],
      [1, 2],
      [1, 3],
      [2, 3],
      [0, 4],
      [3, 5],
      [4, 5],
    ],
  } as const;
  expect(Object.fromEntries(neighbourhoodCounts(graph).counts)).toEqual({
    conv: 1,
    "conv(input)": 1,
    pool: 1,
    "pool(2 × conv)": 1,
    "output(pool)": 1,
  });
});
