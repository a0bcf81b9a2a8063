import { testSurrogate } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { createRandomForest, type ForestOptions } from "./index.ts";

const variants: ForestOptions[] = [
  {},
  { trees: 1, bootstrap: false, featureRatio: 1 },
  { trees: 30, splits: "random", bootstrap: false },
  { minLeaf: 3, minSplit: 6, maxDepth: 8, threshold: "random" },
];

for (const options of variants) {
  describe(`random forest ${JSON.stringify(options)}`, () => {
    for (const behaviour of testSurrogate(createRandomForest(options))) {
      it(`holds: ${behaviour.name}`, () => expect(behaviour.run()).resolves.toBeUndefined());
    }
  });
}
