import { createRandom } from "@proxybo/core";
import { dropFactors } from "@proxybo/core/runtime";
import { expect, it } from "vitest";
import { openBackend } from "../backends/open.ts";
import { dropout } from "./dropout.ts";

it("drops by the rate and keeps the mean: factors are 0 or 1 / (1 − rate)", () => {
  const factors = dropFactors(createRandom(1))(100_000, 0.2);
  expect(new Set(factors)).toEqual(new Set([0, Math.fround(1.25)]));
  // The mean of 100,000 has a standard deviation of √(0.2 / 0.8 / 100,000) = 0.0016.
  expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1, 2);
  expect(dropFactors(createRandom(1))(100_000, 0.2)).toEqual(factors);
  expect(dropFactors(createRandom(2))(100_000, 0.2)).not.toEqual(factors);
});

it("drops the gradient where it dropped the value", async () => {
  const { tf, kernels, activate } = await openBackend("cpu");
  activate();
  const step = {
    tf,
    kernels,
    operation: { type: "dropout", rate: 0.5 },
    inputs: [tf.tensor2d([1, 2, 3, 4], [2, 2])],
    parameters: [],
    normalization: "batch",
  } as const;
  const drop = (count: number, rate: number): Float32Array => {
    expect([count, rate]).toEqual([4, 0.5]);
    return Float32Array.of(2, 0, 0, 2);
  };
  const wants = { inputs: true, parameters: true };
  const gradient = tf.tensor2d([5, 6, 7, 8], [2, 2]);
  const dropped = dropout({ ...step, drop });
  expect([...dropped.value.dataSync()]).toEqual([2, 0, 0, 8]);
  expect([...dropped.backward(gradient, wants).inputs[0]!.dataSync()]).toEqual([10, 0, 0, 16]);
  const whole = dropout(step);
  expect([...whole.value.dataSync()]).toEqual([1, 2, 3, 4]);
  expect([...whole.backward(gradient, wants).inputs[0]!.dataSync()]).toEqual([5, 6, 7, 8]);
});
