import type { NetworkRuntime } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreByHand } from "../../fixtures/by-hand.ts";
import { l2Norm } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => l2Norm,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("l2Norm", () => {
  it("is Σ ‖W‖₂, biases left out: by hand for a linear classifier", async () => {
    const score = await scoreByHand(l2Norm, runtime);
    expect(score).toBeCloseTo(Math.sqrt(1 + 1 + 0 + 4), 6);
  });
});
