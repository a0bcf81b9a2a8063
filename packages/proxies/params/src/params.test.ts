import { type NetworkRuntime, type NetworkSpec, type Operation, scoreNetwork } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import paramsPlugin, { params } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => params,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

const operations: readonly Operation[] = [
  { type: "input" },
  {
    type: "conv2d",
    channels: 6,
    kernel: [3, 5],
    stride: [2, 1],
    padding: [1, 2],
    dilation: [1, 1],
    groups: 2,
    bias: true,
  },
  { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 },
  { type: "relu" },
  { type: "global-avg-pool" },
  { type: "linear", features: 7, bias: true },
];
/** 4 channels of 8 × 8 pixels → 6 channels of 4 × 8 positions → 7 classes. */
const spec: NetworkSpec = {
  version: 1,
  input: [4, 8, 8],
  nodes: operations.map((operation, i) => ({ operation, inputs: i === 0 ? [] : [i - 1] })),
};

describe("params", () => {
  it("counts weights, biases, scales and shifts, by hand, without a runtime", async () => {
    const convolution = 6 * (4 / 2) * 3 * 5 + 6;
    const norm = 2 * 6;
    const linear = 6 * 7 + 7;
    const { params: score } = await scoreNetwork(spec, { proxies: [params], seed: 1 });
    expect(score).toMatchObject({ raw: convolution + norm + linear });
    expect(score).not.toHaveProperty("failure");
  });

  it("is offered by the plugin, without options", () => {
    expect(paramsPlugin.proxies.params.create()).toBe(params);
    expect(() => paramsPlugin.proxies.params.options.parse({ scale: 2 })).toThrow("scale");
  });
});
