import type { NetworkRuntime } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreByHand } from "../../fixtures/by-hand.ts";
import { gradNorm } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => gradNorm,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("gradNorm", () => {
  it("is Σ ‖∂L/∂W‖₂, biases left out: by hand for a linear classifier", async () => {
    const score = await scoreByHand(gradNorm, runtime);
    // Logits [1.5, −0.5] and [−0.5, 1.5]; softmax of a gap of 2 is p = 1/(1 + e²) for the wrong class.
    // ∂L/∂W = ½ [[−p, p], [p, −p]], of norm p.
    const p = 1 / (1 + Math.exp(2));
    expect(score).toBeCloseTo(p, 6);
  });
});
