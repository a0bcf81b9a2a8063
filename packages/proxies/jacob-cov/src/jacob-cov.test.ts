import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreNetwork, type NetworkRuntime, type NetworkSpec } from "@proxybo/core";
import { jacobCov } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => jacobCov,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

describe("jacobCov", () => {
  it("is lowest where all examples react alike, as those of a linear network do", async () => {
    const spec: NetworkSpec = {
      version: 1,
      input: [4],
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "linear", features: 3, bias: true }, inputs: [0] },
      ],
    };
    const batch = {
      inputs: { shape: [3, 4], data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
      labels: Int32Array.of(0, 1, 2),
    };
    const { jacob_cov: score } = await scoreNetwork(spec, { proxies: [jacobCov], runtime, batch, seed: 1 });
    // Eigenvalues 3, 0, 0: −(log 3 + 1/3) − 2 (log 10⁻⁵ + 10⁵), all but for rounding of the zeros.
    const expected = -(Math.log(3) + 1 / 3) - 2 * (Math.log(1e-5) + 1e5);
    expect(score!.raw / expected).toBeCloseTo(1, 6);
  });

  it("is NaN, a recorded failure, where the output does not depend on the input", async () => {
    const spec: NetworkSpec = {
      version: 1,
      input: [4],
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { type: "zero" }, inputs: [0] },
        { operation: { type: "linear", features: 3, bias: true }, inputs: [1] },
      ],
    };
    const batch = {
      inputs: { shape: [2, 4], data: new Float32Array(8).fill(1) },
      labels: Int32Array.of(0, 1),
    };
    const { jacob_cov: score } = await scoreNetwork(spec, { proxies: [jacobCov], runtime, batch, seed: 1 });
    expect(score).toMatchObject({ raw: NaN, failure: "expected a finite score, got NaN" });
  });
});
