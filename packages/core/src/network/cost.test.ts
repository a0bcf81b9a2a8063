import { describe, expect, it } from "vitest";
import type { NetworkSpec, Operation, Shape } from "../contracts/network.ts";
import { costOf, countFlops, countParameters } from "./cost.ts";
import pytorch from "./fixtures/cost.json" with { type: "json" };
import { parametersOf } from "./parameters.ts";

const one = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1, bias: false } as const;
const flat = { stride: 1, padding: 0, dilation: 1, groups: 1, bias: false } as const;

const layer = (input: Shape, operation: Operation): NetworkSpec => ({
  version: 1,
  input,
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    { operation, inputs: [0] },
  ],
});

/** Layers with their FLOPs by hand: positions × (reads × outputs + biases). */
const layers: Record<keyof typeof pytorch, readonly [NetworkSpec, flops: number]> = {
  "conv2d 3x5, 8 of 6 channels, 2 groups, bias": [
    layer([6, 10, 10], { ...one, type: "conv2d", channels: 8, kernel: [3, 5], groups: 2, bias: true }),
    8 * 6 * (3 * 3 * 5 * 8 + 8),
  ],
  "conv2d 3x3, 16 of 3 channels": [
    layer([3, 9, 9], { ...one, type: "conv2d", channels: 16, kernel: [3, 3], stride: [2, 2] }),
    4 * 4 * (3 * 3 * 3 * 16),
  ],
  "conv1d 7, 10 of 4 channels, bias": [
    layer([4, 20], { ...flat, type: "conv1d", channels: 10, kernel: 7, padding: 3, bias: true }),
    20 * (7 * 4 * 10 + 10),
  ],
  "linear 10 of 64, bias": [layer([64], { type: "linear", features: 10, bias: true }), 64 * 10 + 10],
  "linear 10 of 64": [layer([64, 3], { type: "linear", features: 10, bias: false }), 3 * 64 * 10],
  "batch-norm of 12": [
    layer([12, 4, 4], { type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 }),
    0,
  ],
  "layer-norm of 12": [layer([12, 6], { type: "layer-norm", affine: true, epsilon: 1e-3 }), 0],
  "lstm 7 of 5": [layer([5, 11], { type: "lstm", hidden: 7 }), 11 * 4 * (7 * 5 + 7 * 7 + 2 * 7)],
};

describe("cost", () => {
  for (const [name, [spec, flops]] of Object.entries(layers)) {
    it(`${name}: parameters as PyTorch counts, FLOPs by hand`, () => {
      expect(countParameters(spec)).toBe(pytorch[name as keyof typeof pytorch]);
      expect(countFlops(spec)).toBe(flops);
    });

    it(`${name}: as many parameters as a runtime holds`, () => {
      const held = parametersOf(spec).map(({ shape }) =>
        shape.reduce((product, length) => product * length, 1),
      );
      expect(costOf(spec).parameters).toBe(held.reduce((sum, size) => sum + size, 0));
    });
  }

  it("adds up over the nodes; pools, sums, ReLU and norms without parameters are free", () => {
    const spec: NetworkSpec = {
      version: 1,
      input: [2, 4, 4],
      nodes: [
        { operation: { type: "input" }, inputs: [] },
        { operation: { ...one, type: "conv2d", channels: 2, kernel: [1, 1] }, inputs: [0] },
        { operation: { type: "batch-norm", affine: false, epsilon: 1e-5, momentum: 0.1 }, inputs: [1] },
        { operation: { type: "relu" }, inputs: [2] },
        { operation: { type: "add" }, inputs: [0, 3] },
        { operation: { type: "max-pool2d", kernel: [2, 2], stride: [2, 2], padding: [0, 0] }, inputs: [4] },
        { operation: { type: "global-avg-pool" }, inputs: [5] },
        { operation: { type: "linear", features: 3, bias: true }, inputs: [6] },
      ],
    };
    expect(costOf(spec)).toEqual({ parameters: 4 + 9, flops: 4 * 16 + 9 });
  });

  it("refuses a network that does not fit together", () => {
    expect(() => countFlops(layer([3], { type: "lstm", hidden: 2 }))).toThrow("node 1 (lstm)");
  });
});
