import type { NetworkNode, NetworkSpec, Operation } from "@proxybo/core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { openBackend } from "./backends/open.ts";
import { convGeometry } from "./kernels/geometry.ts";
import { portableKernels } from "./kernels/portable.ts";
import { TensorFlowRuntime } from "./runtime.ts";

/** Our WebAssembly kernels, and the same passes composed of TensorFlow.js's own on the same backend. */
const backend = await openBackend("wasm");
const portable = portableKernels(backend.tf);

for (const [size, channels] of [
  [28, 8],
  [14, 16],
] as const)
  test(`3×3 convolution of 64 × ${channels} × ${size} × ${size}`, async ({ bench }) => {
    const geometry = convGeometry(conv(channels, 3, 1), [64, size, size, channels]);
    const x: Tensor4D = backend.tf.randomNormal([64, size, size, channels]);
    const filter: Tensor4D = backend.tf.randomNormal([3, 3, channels, channels]);
    for (const [name, ours, theirs] of [
      ["forth", () => backend.kernels.conv(x, filter, geometry), () => portable.conv(x, filter, geometry)],
      [
        "input gradient",
        () => backend.kernels.convInputGradient(x, filter, geometry),
        () => portable.convInputGradient(x, filter, geometry),
      ],
      [
        "filter gradient",
        () => backend.kernels.convFilterGradient(x, x, geometry),
        () => portable.convFilterGradient(x, x, geometry),
      ],
    ] as const)
      await bench.compare(
        bench(`${name}: ours`, () => ours().dispose()),
        bench(`${name}: TensorFlow.js`, () => theirs().dispose()),
      );
  });

const input = [1, 14, 14];
const batch = {
  inputs: { shape: [64, ...input], data: Float32Array.from({ length: 64 * 196 }, (_, i) => Math.sin(i)) },
  labels: Int32Array.from({ length: 64 }, (_, i) => i % 10),
};

test("gradients of a reduced cell network (8 channels, 3 cells, 64 × 1 × 14 × 14)", async ({ bench }) => {
  const spec = cellNetwork(8);
  const ours = await new TensorFlowRuntime(backend).instantiate(spec, { seed: 1 });
  const theirs = await new TensorFlowRuntime({ ...backend, kernels: portable }).instantiate(spec, {
    seed: 1,
  });
  await bench.compare(
    bench("ours", async () => void (await ours.gradients(batch, "cross-entropy"))),
    bench("TensorFlow.js", async () => void (await theirs.gradients(batch, "cross-entropy"))),
  );
});

function conv(channels: number, kernel: 1 | 3, stride: 1 | 2): Extract<Operation, { type: "conv2d" }> {
  return {
    type: "conv2d",
    channels,
    kernel: [kernel, kernel],
    stride: [stride, stride],
    padding: [kernel >> 1, kernel >> 1],
    dilation: [1, 1],
    groups: 1,
    bias: false,
  };
}

/** One cell a stage in the manner of NAS-Bench-201, of all its operations but `none`. */
function cellNetwork(first: number): NetworkSpec {
  const nodes: NetworkNode[] = [{ operation: { type: "input" }, inputs: [] }];
  const push = (operation: Operation, ...inputs: number[]) => nodes.push({ operation, inputs }) - 1;
  const norm = (from: number) =>
    push({ type: "batch-norm", affine: true, epsilon: 1e-5, momentum: 0.1 }, from);
  const unit = (from: number, channels: number, kernel: 1 | 3, stride: 1 | 2) =>
    norm(push(conv(channels, kernel, stride), push({ type: "relu" }, from)));
  const pool = (from: number) =>
    push({ type: "avg-pool2d", kernel: [3, 3], stride: [1, 1], padding: [1, 1], countPadding: false }, from);
  let channels = first;
  let at = norm(push(conv(channels, 3, 1), 0));
  for (let stage = 0; stage < 3; stage++) {
    if (stage > 0) at = unit(unit(at, (channels *= 2), 3, 2), channels, 3, 1);
    const a = unit(at, channels, 3, 1);
    const b = push({ type: "add" }, unit(at, channels, 1, 1), a);
    at = push({ type: "add" }, unit(at, channels, 3, 1), pool(a), unit(b, channels, 1, 1));
  }
  const pooled = push({ type: "global-avg-pool" }, push({ type: "relu" }, norm(at)));
  push({ type: "linear", features: 10, bias: true }, pooled);
  return { version: 1, input, nodes };
}
