import type { NetworkRuntime } from "@proxybo/core";
import { testProxy } from "@proxybo/core/testing";
import plugin from "@proxybo/runtime-tfjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scoreByHand } from "../../fixtures/by-hand.ts";
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

describe("grasp", () => {
  it("is −Σ θ ⊙ Hg over the weights: by hand for a linear classifier", async () => {
    const score = await scoreByHand(grasp, runtime);
    // Each column of W sees one example, with softmax (1 − p, p), p = 1/(1 + e²): g = ½ (−p, p) and ½ (p, −p), and
    // H = ½ p (1 − p) [[1, −1], [−1, 1]], so Hg = ½ p² (1 − p) (−1, 1) and its negative; θ = (1, 0) and (−1, 2).
    const p = 1 / (1 + Math.exp(2));
    expect(score).toBeCloseTo(0.5 * p ** 2 * (1 - p) * (1 + 3), 6);
  });
});
