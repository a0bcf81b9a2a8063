import { createRandom, type NetworkRuntime, type NetworkSpec, scoreNetwork } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAgreements } from "./agreements.ts";
import { nwot } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => nwot,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

const identity: NetworkSpec = {
  version: 1,
  input: [3],
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    { operation: { type: "relu" }, inputs: [0] },
    { operation: { type: "linear", features: 2, bias: true }, inputs: [1] },
  ],
};
const scoreOf = async (...values: readonly number[]) => {
  const batch = {
    inputs: { shape: [values.length / 3, 3], data: Float32Array.from(values) },
    labels: new Int32Array(values.length / 3),
  };
  return (await scoreNetwork(identity, { proxies: [nwot], runtime, batch, seed: 1 }))["nwot"]!;
};

describe("nwot", () => {
  it("is log |K| of how many units two examples have in common: by hand for three units", async () => {
    // Codes 101 and 100 differ in one unit: K = [[3, 2], [2, 3]], |K| = 5.
    expect((await scoreOf(1, -1, 2, 3, 0, -2)).raw).toBeCloseTo(Math.log(5), 12);
    // All unlike: K = [[3, 0], [0, 3]].
    expect((await scoreOf(1, -1, 2, -1, 1, 0)).raw).toBeCloseTo(Math.log(9), 12);
  });

  it("is −∞, a recorded failure, where two examples have one code", async () => {
    expect(await scoreOf(1, -1, 2, 5, -3, 1)).toMatchObject({
      raw: -Infinity,
      failure: "expected a finite score, got -Infinity",
    });
  });
});

describe("addAgreements", () => {
  it("counts as a loop over units does, for codes of every length around a word of 32 bits", () => {
    for (const units of [1, 31, 32, 33, 64, 100]) {
      const n = 4;
      const random = createRandom(units);
      const codes = Uint8Array.from({ length: n * units }, () => random.integer(2));
      const kernel = new Float64Array(n * n).fill(7);
      addAgreements(kernel, codes, n);
      for (let a = 0; a < n; a++)
        for (let b = 0; b < n; b++) {
          let agreements = 7;
          for (let unit = 0; unit < units; unit++)
            if (codes[a * units + unit] === codes[b * units + unit]) agreements++;
          expect(kernel[a * n + b]).toBe(agreements);
        }
    }
  });
});
