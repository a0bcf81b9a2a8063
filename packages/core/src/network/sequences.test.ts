import { describe, expect, it } from "vitest";
import type { NetworkSpec, Operation, Shape } from "../contracts/network.ts";
import { costOf } from "./cost.ts";
import { initialParameters, parametersOf } from "./parameters.ts";
import { inferShapes } from "./shapes.ts";

const layer = (input: Shape, operation: Operation): NetworkSpec => ({
  version: 1,
  input,
  nodes: [
    { operation: { type: "input" }, inputs: [] },
    { operation, inputs: [0] },
  ],
});

const conv = (
  kernel: number,
  stride: number,
  dilation: number,
  padding: number | readonly [number, number],
) => ({ type: "conv1d", channels: 2, kernel, stride, padding, dilation, groups: 1, bias: false }) as const;

describe("operations of sequences", () => {
  it("pad both ends of conv1d alike or differently: lengths are those of PyTorch", () => {
    const length = (input: number, operation: Operation) => inferShapes(layer([3, input], operation))[1]![1];
    // ⌊(length + before + after − dilation · (kernel − 1) − 1) / stride⌋ + 1
    expect(length(10, conv(3, 1, 1, 1))).toBe(10);
    expect(length(10, conv(8, 1, 1, [3, 4]))).toBe(10);
    expect(length(11, conv(8, 2, 1, [5, 2]))).toBe(6);
    expect(length(10, conv(8, 2, 1, [5, 1]))).toBe(5);
    expect(length(9, conv(3, 1, 2, [0, 3]))).toBe(8);
    expect(() => length(4, conv(8, 1, 1, [0, 3]))).toThrow("node 1 (conv1d): output would be [2, 0]");
  });

  it("cost the same however conv1d is padded", () => {
    expect(costOf(layer([3, 10], conv(8, 1, 1, [3, 4])))).toEqual({ parameters: 48, flops: 480 });
  });

  it("normalise by a scale of 1 and a shift of 0 a channel at first", () => {
    const spec = layer([3, 10], { type: "layer-norm", affine: true, epsilon: 1e-3 });
    expect(parametersOf(spec).map(({ name, shape }) => [name, shape])).toEqual([
      ["1.scale", [3]],
      ["1.shift", [3]],
    ]);
    expect(initialParameters(spec, 1)).toEqual([Float32Array.of(1, 1, 1), new Float32Array(3)]);
    expect(parametersOf(layer([3, 10], { type: "layer-norm", affine: false, epsilon: 1e-3 }))).toEqual([]);
    expect(inferShapes(spec)[1]).toEqual([3, 10]);
  });

  it("drop by a rate of at least 0 and below 1", () => {
    expect(inferShapes(layer([3, 10], { type: "dropout", rate: 0 }))[1]).toEqual([3, 10]);
    for (const rate of [-0.1, 1, Number.NaN])
      expect(() => inferShapes(layer([3], { type: "dropout", rate }))).toThrow("expected a rate");
  });
});
