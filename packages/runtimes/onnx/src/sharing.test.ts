import type { Batch, NetworkNode, NetworkSpec, Operation } from "@proxybo/core";
import { beforeEach, expect, it } from "vitest";
import { loadOnnxRuntime } from "./load.ts";
import { OnnxNetworkRuntime } from "./runtime.ts";
import type { OnnxRuntime } from "./session/machine.ts";

const ort = await loadOnnxRuntime();
let created = 0;
const counting: OnnxRuntime = {
  ...ort,
  InferenceSession: {
    create: (model, options) => {
      created++;
      return ort.InferenceSession.create(model, options);
    },
  },
};

const options = { backend: "cpu", threads: 1, memory: 1 } as const;
const batch: Batch = {
  inputs: { shape: [4, 3, 8, 8], data: Float32Array.from({ length: 768 }, (_, i) => Math.sin(i * i)) },
  labels: Int32Array.of(0, 1, 0, 1),
};

/** A row of convolutions of these kernels, each with its ReLU and its batch-norm. */
function row(...kernels: readonly number[]): NetworkSpec {
  const nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];
  const push = (operation: Operation) => nodes.push({ operation, inputs: [nodes.length - 1] });
  for (const kernel of [1, ...kernels]) {
    const [size, padding] = [
      [kernel, kernel],
      [kernel >> 1, kernel >> 1],
    ] as [[number, number], [number, number]];
    push({ type: "relu" });
    push({
      type: "conv2d",
      channels: 16,
      kernel: size,
      stride: [1, 1],
      padding,
      dilation: [1, 1],
      groups: 1,
      bias: false,
    });
    push({ type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 });
  }
  push({ type: "global-avg-pool" });
  push({ type: "linear", features: 2, bias: true });
  return { version: 1, input: [3, 8, 8], nodes };
}

async function gradients(runtime: OnnxNetworkRuntime, spec: NetworkSpec, seed: number) {
  await using network = await runtime.instantiate(spec, { seed });
  return await network.gradients(batch, "cross-entropy");
}

beforeEach(() => {
  created = 0;
});

it("compiles what is new in a network, and nothing where nothing is", async () => {
  await using runtime = new OnnxNetworkRuntime(counting, options);
  await gradients(runtime, row(1, 3, 1), 1);
  const first = created;
  expect(first).toBeGreaterThan(4);
  await gradients(runtime, row(1, 3, 1), 2);
  await gradients(runtime, row(3, 3, 1, 1, 3, 1), 1);
  expect(created).toBe(first);
  // Forth and back.
  await gradients(runtime, row(1, 5, 1), 1);
  expect(created).toBe(first + 2);
});

it("computes the same of the same, whatever was computed in between", async () => {
  await using runtime = new OnnxNetworkRuntime(counting, options);
  const before = await gradients(runtime, row(3, 1), 1);
  await Promise.all([gradients(runtime, row(1, 3), 5), gradients(runtime, row(3, 3, 3), 6)]);
  expect(await gradients(runtime, row(3, 1), 1)).toEqual(before);
});

it("computes by blocks of channels what it computes without", async () => {
  await using plain = new OnnxNetworkRuntime(counting, options);
  const { onnx } = await import("./index.ts");
  await using blocked = await onnx.create(options);
  await using network = await blocked.instantiate(row(3, 1, 5), { seed: 3 });
  const expected = await gradients(plain, row(3, 1, 5), 3);
  const actual = await network.gradients(batch, "cross-entropy");
  expect(actual.loss).toBeCloseTo(expected.loss, 5);
  for (const [i, values] of actual.gradients.entries())
    for (const [k, value] of values.entries()) expect(value).toBeCloseTo(expected.gradients[i]![k]!, 4);
});

it("gives back sessions and refuses work when disposed", async () => {
  const runtime = new OnnxNetworkRuntime(counting, options);
  const network = await runtime.instantiate(row(3), { seed: 1 });
  const running = network.gradients(batch, "cross-entropy");
  await runtime.dispose();
  await expect(running).rejects.toMatchObject({ code: "USAGE" });
  await expect(runtime.instantiate(row(3), { seed: 1 })).rejects.toMatchObject({ code: "USAGE" });
});
