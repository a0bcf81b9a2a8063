import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreNetwork, type NetworkRuntime, type NetworkSpec } from "@proxybo/core";
import { nb201 } from "@proxybo/space-nb201";
import { synflow } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => synflow,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("synflow", () => {
  it("is log Σ |W ⊙ ∂L/∂W| for absolute weights and an input of ones: by hand for two linear layers", async () => {
    const spec: NetworkSpec = {
      version: 1,
      input: [2],
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "linear", features: 2, bias: false }, inputs: [0] },
        { operation: { type: "linear", features: 2, bias: true }, inputs: [1] },
      ],
    };
    const parameters = [Float32Array.of(1, -2, 3, 4), Float32Array.of(-1, 1, 2, 0), Float32Array.of(9, -9)];
    const network = await runtime.instantiate(spec, { seed: 1, parameters });
    const batch = { inputs: { shape: [1, 2], data: new Float32Array(2) }, labels: Int32Array.of(0) };
    const score = await synflow.score({
      spec,
      batch,
      seed: 1,
      runtime,
      network: () => Promise.resolve(network),
    });
    // |W₁| 1 = [3, 7]; the columns of |W₂| add to [3, 1]: 3·3 + 7·1 = 16 flows through each of the two layers.
    expect(score).toBeCloseTo(Math.log(32), 6);
    await network.dispose();
  });

  it("is the same for any mini-batch: it sees no data", async () => {
    const spec = nb201({ channels: 2, cells: 1 }).network([3, 1, 2, 0, 4, 3], {
      kind: "classification",
      input: [1, 8, 8],
      classes: 3,
    });
    const scored = async (value: number) => {
      const batch = {
        inputs: { shape: [1, 1, 8, 8], data: new Float32Array(64).fill(value) },
        labels: Int32Array.of(0),
      };
      const { synflow: score } = await scoreNetwork(spec, { proxies: [synflow], runtime, batch, seed: 1 });
      return score!.raw;
    };
    expect(await scored(0)).toBe(await scored(5));
  });

  it("is −Infinity, a recorded failure, where nothing reaches the output", async () => {
    const spec = nb201({ channels: 2, cells: 1 }).network([0, 0, 0, 0, 0, 0], {
      kind: "classification",
      input: [1, 8, 8],
      classes: 3,
    });
    const batch = { inputs: { shape: [1, 1, 8, 8], data: new Float32Array(64) }, labels: Int32Array.of(0) };
    const { synflow: score } = await scoreNetwork(spec, { proxies: [synflow], runtime, batch, seed: 1 });
    expect(score).toMatchObject({ raw: -Infinity, failure: "expected a finite score, got -Infinity" });
  });
});
