import type { NetworkRuntime, NetworkSpec } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grasp } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => grasp,
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
const batch = {
  inputs: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
  labels: Int32Array.of(0, 1),
};

describe("grasp", () => {
  it("is −Σ θ ⊙ Hg over the weights: by hand for a linear classifier", async () => {
    await using network = await runtime.instantiate(linear, {
      seed: 1,
      parameters: [Float32Array.of(1, -1, 0, 2), Float32Array.of(0.5, -0.5)],
    });
    const score = await grasp.score({
      spec: linear,
      batch,
      seed: 1,
      runtime,
      network: () => Promise.resolve(network),
    });
    // Each column of W sees one example, with softmax (1 − p, p), p = 1/(1 + e²): g = ½ (−p, p) and ½ (p, −p), and
    // H = ½ p (1 − p) [[1, −1], [−1, 1]], so Hg = ½ p² (1 − p) (−1, 1) and its negative; θ = (1, 0) and (−1, 2).
    const p = 1 / (1 + Math.exp(2));
    expect(score).toBeCloseTo(0.5 * p ** 2 * (1 - p) * (1 + 3), 6);
  });
});
