import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NetworkRuntime } from "@proxybo/core";
import { scoreByHand } from "../../fixtures/by-hand.ts";
import { snip } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => snip,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("snip", () => {
  it("is Σ |W ⊙ ∂L/∂W| of the mean cross-entropy, biases left out: by hand for a linear classifier", async () => {
    // Logits [1.5, −0.5] and [−0.5, 1.5]; softmax of a gap of 2 is p = 1/(1 + e²) for the wrong class.
    // ∂L/∂W = ½ [[−p, p], [p, −p]], so Σ |W ⊙ ∂L/∂W| = ½ p (|1| + |−1| + |0| + |2|) = 2p.
    const p = 1 / (1 + Math.exp(2));
    const score = await scoreByHand(snip, runtime);
    expect(score).toBeCloseTo(2 * p, 6);
  });
});
