import { type NetworkRuntime, type NetworkSpec, type Operation, scoreNetwork } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { trunkOf } from "./trunk.ts";
import { zen } from "./index.ts";

let runtime: NetworkRuntime;
beforeAll(async () => {
  runtime = await plugin.runtimes.tfjs.create({ backend: "wasm" });
});
afterAll(() => runtime.dispose());

describe("the contract of a proxy", () => {
  for (const conformance of testProxy(
    () => zen,
    () => runtime,
  ))
    it(`holds: ${conformance.name}`, () => expect(conformance.run()).resolves.toBeUndefined());
});

const relu = { type: "relu" } as const;
const conv = {
  type: "conv2d",
  channels: 3,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [1, 1],
  dilation: [1, 1],
  groups: 1,
  bias: true,
} as const;
const norm = { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 } as const;
const chain = (...operations: readonly Operation[]): NetworkSpec => ({
  version: 1,
  input: [2, 6, 6],
  nodes: [{ type: "input" } as const, ...operations].map((operation, i) => ({
    operation,
    inputs: i === 0 ? [] : [i - 1],
  })),
});
const head = [{ type: "global-avg-pool" }, { type: "linear", features: 4, bias: true }] as const;
const batch = { inputs: { shape: [8, 2, 6, 6], data: new Float32Array(576) }, labels: new Int32Array(8) };
const scoreOf = async (spec: NetworkSpec, seed = 1) =>
  (await scoreNetwork(spec, { proxies: [zen], runtime, batch, seed }))["zen"]!;

describe("zen", () => {
  it("reads of the mini-batch its size only: zeros score as ones", async () => {
    const ones = { ...batch, inputs: { ...batch.inputs, data: new Float32Array(576).fill(1) } };
    const spec = chain(conv, norm, relu, ...head);
    const { zen: score } = await scoreNetwork(spec, { proxies: [zen], runtime, batch: ones, seed: 1 });
    expect(score!.raw).toBe((await scoreOf(spec)).raw);
    expect((await scoreOf(spec, 2)).raw).not.toBe(score!.raw);
  });

  it("ends in front of the global pool", () => {
    expect(trunkOf(chain(conv, norm, relu, ...head))).toEqual(chain(conv, norm, relu));
    expect(trunkOf(chain(conv, relu))).toEqual(chain(conv, relu));
  });

  it("puts back the scale that a batch-norm takes away", async () => {
    // A second norm sees a variance of 1 and changes nothing.
    const once = await scoreOf(chain(conv, norm, relu, ...head));
    const twice = await scoreOf(chain(conv, norm, norm, relu, ...head));
    expect(twice.raw).toBeCloseTo(once.raw, 3);
    // Without a norm the distance has its whole scale; with one, channels are weighed otherwise, and little is left to tell.
    const without = await scoreOf(chain(conv, ...head));
    const within = await scoreOf(chain(conv, norm, ...head));
    expect(Math.abs(within.raw - without.raw)).toBeLessThan(0.3);
  });

  it("is −∞, a recorded failure, where nothing moves", async () => {
    expect(await scoreOf(chain({ type: "zero" }, conv, norm, ...head))).toMatchObject({ raw: -Infinity });
  });
});
