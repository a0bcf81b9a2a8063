import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NetworkRuntime, NetworkSpec } from "@proxybo/core";
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

/** Two features, two classes: logits Wx + b of one linear layer. */
const linear: NetworkSpec = {
  version: 1,
  input: [2],
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    { operation: { type: "linear", features: 2, bias: true }, inputs: [0] },
  ],
};

describe("snip", () => {
  it("is Σ |W ⊙ ∂L/∂W| of the mean cross-entropy, biases left out: by hand for a linear classifier", async () => {
    const network = await runtime.instantiate(linear, {
      seed: 1,
      parameters: [Float32Array.of(1, -1, 0, 2), Float32Array.of(0.5, -0.5)],
    });
    const batch = {
      inputs: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
      labels: Int32Array.of(0, 1),
    };
    // Logits [1.5, −0.5] and [−0.5, 1.5]; softmax of a gap of 2 is p = 1/(1 + e²) for the wrong class.
    // ∂L/∂W = ½ [[−p, p], [p, −p]], so Σ |W ⊙ ∂L/∂W| = ½ p (|1| + |−1| + |0| + |2|) = 2p.
    const p = 1 / (1 + Math.exp(2));
    const score = await snip.score({
      spec: linear,
      batch,
      seed: 1,
      runtime,
      network: () => Promise.resolve(network),
    });
    expect(score).toBeCloseTo(2 * p, 6);
    await network.dispose();
  });
});
