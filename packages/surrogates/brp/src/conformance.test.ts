import { testSurrogate } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { createRelationPredictor, type RelationOptions } from "./index.ts";

const variants: RelationOptions[] = [
  {},
  { members: 3, adjacency: "directed" },
  { layers: 4, hidden: 24, contract: false, adjacency: "directed", learningRate: 0.02 },
];

for (const options of variants) {
  describe(`binary relation predictor ${JSON.stringify(options)}`, () => {
    for (const behaviour of testSurrogate(createRelationPredictor(options))) {
      it(`holds: ${behaviour.name}`, () => expect(behaviour.run()).resolves.toBeUndefined());
    }
  });
}
