import type { NetworkRuntime } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreByHand } from "../../fixtures/by-hand.ts";
import { fisher } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => fisher,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("fisher", () => {
  it("is Σ weights of a channel · ½ mean g²: by hand for a linear classifier", async () => {
    const score = await scoreByHand(fisher, runtime);
    // Logits [1.5, −0.5] and [−0.5, 1.5]; softmax of a gap of 2 is p = 1/(1 + e²) for the wrong class, and the gradients
    // of the logits are ½ [−p, p] and ½ [p, −p]. g = logit × gradient: ½p · 1.5 twice and ½p · 0.5 twice.
    const p = 1 / (1 + Math.exp(2));
    const squares = 2 * (0.75 * p) ** 2 + 2 * (0.25 * p) ** 2;
    expect(score).toBeCloseTo((2 * squares) / (2 * 2), 6);
  });
});
