import { testSurrogate } from "@proxybo/core/testing";
import { describe, expect, it } from "vitest";
import { createGaussianProcess, type GaussianProcessOptions } from "./index.ts";

const variants: GaussianProcessOptions[] = [
  {},
  { warp: "none" },
  { ard: true, capacity: 64 },
  { hyperparameters: "prior", priors: { noise: 1e-6 } },
];

for (const options of variants) {
  describe(`Gaussian process ${JSON.stringify(options)}`, () => {
    const suite = testSurrogate(createGaussianProcess(options), { heldOut: "given-hyperparameters" });
    for (const { name, run } of suite) it(`holds: ${name}`, () => expect(run()).resolves.toBeUndefined());
  });
}
