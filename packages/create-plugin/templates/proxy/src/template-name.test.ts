import { type NetworkRuntime, type NetworkSpec, scoreNetwork } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templateNameProxy } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const { name, run } of testProxy(
    () => templateNameProxy,
    () => runtime,
  ))
    it(name, () => run());
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

describe("template-name", () => {
  it("is the norm of ∂L/∂W, the bias left out: by hand for a linear classifier", async () => {
    const network = await runtime.instantiate(linear, {
      seed: 1,
      parameters: [Float32Array.of(1, -1, 0, 2), Float32Array.of(0.5, -0.5)],
    });
    const inputs = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
    const batch = { inputs, labels: Int32Array.of(0, 1) };
    const context = { spec: linear, batch, seed: 1, runtime, network: () => Promise.resolve(network) };
    // Logits [1.5, −0.5] and [−0.5, 1.5]: the wrong class has probability p = 1 / (1 + e²), and
    // ∂L/∂W = ½ [[−p, p], [p, −p]], whose norm is p.
    expect(await templateNameProxy.score(context)).toBeCloseTo(1 / (1 + Math.exp(2)), 6);
    await network.dispose();
  });

  it("is at least 0 for the initial network of any seed", async () => {
    const inputs = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
    const batch = { inputs, labels: Int32Array.of(0, 1) };
    for (const seed of [1, 2, 3]) {
      const scores = await scoreNetwork(linear, { proxies: [templateNameProxy], runtime, batch, seed });
      expect(scores["template-name"]!.raw).toBeGreaterThan(0);
    }
  });
});
