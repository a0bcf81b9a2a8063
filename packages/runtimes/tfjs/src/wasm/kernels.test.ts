import { createRandom, type Pair } from "@proxybo/core";
import type { Tensor } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Backend } from "../backends/backend.ts";
import { openBackend } from "../backends/open.ts";
import { convGeometry, poolGeometry } from "../kernels/geometry.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { wasmKernels } from "./kernels.ts";

/** Our kernels, and the same composed of TensorFlow.js's own in plain JavaScript. */
const ours = await openBackend("wasm");
const reference = await openBackend("cpu");

const pair = (from: number, to: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }));
const images = {
  batch: fc.integer({ min: 1, max: 3 }),
  size: pair(5, 9),
  kernel: pair(1, 4),
  stride: pair(1, 3),
  padding: pair(0, 2),
  seed: fc.integer(),
};

/** What both give for the same noise: flat, one array per result. */
function assertAgreement(
  seed: number,
  shapes: Readonly<Record<string, readonly number[]>>,
  run: (kernels: Kernels, tensors: Record<string, Tensor>) => readonly (Tensor | undefined)[],
): void {
  const random = createRandom(seed, "noise");
  const noise = Object.entries(shapes).map(
    ([name, shape]) =>
      [
        name,
        shape,
        Float32Array.from({ length: shape.reduce((product, n) => product * n, 1) }, () => random.normal()),
      ] as const,
  );
  const results = ({ tf, kernels, activate }: Backend) => {
    activate();
    const tensors = Object.fromEntries(
      noise.map(([name, shape, values]) => [name, tf.tensor(values.slice(), [...shape])]),
    );
    const before = tf.memory().numTensors;
    const made = run(kernels, tensors).filter((tensor) => tensor !== undefined);
    const read = made.map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() as Float32Array }));
    tf.dispose(made);
    expect(tf.memory().numTensors, "tensors left over").toBe(before);
    tf.dispose(tensors);
    return read;
  };
  const expected = results(reference);
  for (const [i, { shape, values }] of results(ours).entries()) {
    expect(shape).toEqual(expected[i]!.shape);
    const scale = Math.max(1, ...expected[i]!.values.map(Math.abs));
    for (const [k, value] of values.entries())
      expect(Math.abs(value - expected[i]!.values[k]!) / scale, `result ${i}, value ${k}`).toBeLessThan(1e-5);
  }
}

const oneConv = { type: "conv2d", stride: [1, 1], dilation: [1, 1], groups: 1, bias: false } as const;

describe("the WebAssembly kernels agree with TensorFlow.js in plain JavaScript", () => {
  it("convolves and takes both gradients, for any stride, padding, dilation and groups", () => {
    const cases = fc.record({
      ...images,
      dilation: pair(1, 2),
      inner: fc.integer({ min: 1, max: 9 }),
      outer: fc.integer({ min: 1, max: 11 }),
      groups: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(cases, ({ batch, size, kernel, stride, padding, dilation, inner, outer, groups, seed }) => {
        const fits = ([0, 1] as const).every(
          (axis) => dilation[axis] * (kernel[axis] - 1) < size[axis] + 2 * padding[axis],
        );
        if (!fits) return;
        const [channels, outChannels] = [inner * groups, outer * groups];
        const x = [batch, ...size, channels];
        const geometry = convGeometry(
          { type: "conv2d", channels: outChannels, kernel, stride, padding, dilation, groups, bias: false },
          x,
        );
        assertAgreement(
          seed,
          { x, filter: [...kernel, inner, outChannels], dy: [batch, ...geometry.output, outChannels] },
          (kernels, tensors) => {
            const { x: images4, filter, dy } = tensors as Record<string, never>;
            return [
              kernels.conv(images4!, filter!, geometry),
              kernels.convInputGradient(dy!, filter!, geometry),
              kernels.convFilterGradient(images4!, dy!, geometry),
            ];
          },
        );
      }),
      { numRuns: 120, seed: 1 },
    );
  });

  it("convolves the same where the engine cannot fuse multiplication and addition", () => {
    const separate = wasmKernels(ours.tf, "separate");
    const shape = [3, 7, 6, 5];
    const conv = { ...oneConv, channels: 12, kernel: [3, 3], padding: [1, 1] } as const;
    const geometry = convGeometry(conv, shape);
    assertAgreement(
      1,
      { x: shape, filter: [3, 3, 5, 12], dy: [3, ...geometry.output, 12] },
      (kernels, tensors) => {
        const used = kernels === ours.kernels ? separate : kernels;
        const { x, filter, dy } = tensors as Record<string, never>;
        return [
          used.conv(x!, filter!, geometry),
          used.convInputGradient(dy!, filter!, geometry),
          used.convFilterGradient(x!, dy!, geometry),
        ];
      },
    );
  });

  it("pools and takes the gradients", () => {
    const cases = fc.record({ ...images, channels: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(cases, ({ batch, size, kernel, stride, padding: drawn, channels, seed }) => {
        // As in PyTorch: at most half of the kernel, so that no window sees padding only.
        const padding: Pair = [Math.min(drawn[0], kernel[0] >> 1), Math.min(drawn[1], kernel[1] >> 1)];
        const x = [batch, ...size, channels];
        const geometry = poolGeometry({ type: "max-pool2d", kernel, stride, padding }, x);
        assertAgreement(seed, { x, dy: [batch, ...geometry.output, channels] }, (kernels, tensors) => {
          const { x: images4, dy } = tensors as Record<string, never>;
          const y = kernels.maxPool(images4!, geometry);
          return [
            y,
            kernels.maxPoolGradient(dy!, images4!, y, geometry),
            ...[true, false].flatMap((countPadding) => [
              kernels.avgPool(images4!, geometry, countPadding),
              kernels.avgPoolGradient(dy!, images4!, geometry, countPadding),
            ]),
          ];
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("normalises columns of any number and takes the gradients, with ReLU's beside them", () => {
    const cases = fc.record({
      rows: fc.integer({ min: 2, max: 700 }),
      columns: fc.integer({ min: 1, max: 21 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(cases, ({ rows, columns, seed }) => {
        const [x, scale] = [[rows, columns], [columns]];
        assertAgreement(seed, { x, dy: x, scale, shift: scale }, (kernels, tensors) => {
          const { x: matrix, dy, scale: factors, shift } = tensors as Record<string, never>;
          const all = [[factors, shift], []].flatMap(([a, b]) => {
            const normalized = kernels.normalize(matrix!, a, b, 1e-3);
            const gradient = kernels.normalizeGradient(dy!, matrix!, normalized, a, 1e-3, true);
            return [
              normalized.value,
              normalized.mean,
              normalized.variance,
              gradient.input,
              gradient.scale,
              gradient.shift,
            ];
          });
          return [
            ...all,
            kernels.columnSums(matrix!),
            kernels.reluGradient(dy!, matrix!, undefined),
            kernels.reluGradient(dy!, matrix!, 0.5),
          ];
        });
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
