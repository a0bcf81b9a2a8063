import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { alias, type TensorFlow } from "../backends/tensorflow.ts";
import type { PoolGeometry } from "./geometry.ts";
import type { Kernels } from "./kernels.ts";
import { portableConvolutions } from "./portable-convolution.ts";
import { padOrCrop } from "./windows.ts";

/** Kernels composed of public TensorFlow.js operations: they run on every backend, whatever gradients it lacks. */
export function portableKernels(tf: TensorFlow): Kernels {
  const columnSums = (x: Tensor2D): Tensor1D =>
    tf.tidy(() => tf.reshape(tf.matMul(tf.ones([1, x.shape[0]]), x), [x.shape[1]]));

  const framed = (geometry: PoolGeometry): [[number, number], [number, number]] => {
    const frame = (axis: 0 | 1): [number, number] => {
      const reach = (geometry.output[axis] - 1) * geometry.stride[axis] + geometry.kernel[axis];
      return [geometry.padding[axis], reach - geometry.input[axis] - geometry.padding[axis]];
    };
    return [frame(0), frame(1)];
  };
  const unframe = (x: Tensor4D, [[top, bottom], [left, right]]: ReturnType<typeof framed>): Tensor4D =>
    padOrCrop(tf, x, [
      [-top, -bottom],
      [-left, -right],
    ]);
  const windowAttributes = ({ kernel, stride }: PoolGeometry) => ({
    filterSize: [...kernel],
    strides: [...stride],
    pad: "valid",
  });
  const grad = (name: string, inputs: Record<string, Tensor>, attributes: object): Tensor4D =>
    tf.engine().runKernel(name, inputs, attributes as never) as unknown as Tensor4D;
  /** Window size / counted positions, so that a mean over the whole window becomes one over the counted ones. */
  const recount = (geometry: PoolGeometry): Tensor4D => {
    const along = (axis: 0 | 1) =>
      Array.from({ length: geometry.output[axis] }, (_, i) => {
        const from = i * geometry.stride[axis] - geometry.padding[axis];
        const to = Math.min(from + geometry.kernel[axis], geometry.input[axis]);
        return geometry.kernel[axis] / (to - Math.max(from, 0));
      });
    const columns = along(1);
    const ratios = along(0).flatMap((row) => columns.map((column) => row * column));
    return tf.tensor4d(ratios, [1, ...geometry.output, 1]);
  };

  return {
    ...portableConvolutions(tf),
    columnSums,
    maxPool: (x, geometry) =>
      tf.tidy(() =>
        tf.maxPool(
          padOrCrop(tf, x, framed(geometry), -3.4e38),
          [...geometry.kernel],
          [...geometry.stride],
          "valid",
        ),
      ),
    maxPoolGradient: (dy, x, y, geometry) =>
      tf.tidy(() => {
        const frame = framed(geometry);
        const input = padOrCrop(tf, x, frame, -3.4e38);
        return unframe(grad("MaxPoolGrad", { dy, input, output: y }, windowAttributes(geometry)), frame);
      }),
    avgPool: (x, geometry, countPadding) =>
      tf.tidy(() => {
        const means = tf.avgPool(
          padOrCrop(tf, x, framed(geometry)),
          [...geometry.kernel],
          [...geometry.stride],
          "valid",
        );
        return countPadding ? means : tf.mul(means, recount(geometry));
      }),
    avgPoolGradient: (dy, x, geometry, countPadding) =>
      tf.tidy(() => {
        const frame = framed(geometry);
        const weighted = countPadding ? dy : tf.mul(dy, recount(geometry));
        const input = padOrCrop(tf, x, frame);
        return unframe(grad("AvgPoolGrad", { dy: weighted, input }, windowAttributes(geometry)), frame);
      }),
    normalize: (x, scale, shift, epsilon) =>
      tf.tidy(() => {
        const positions = x.shape[0];
        const mean = tf.div<Tensor1D>(columnSums(x), positions);
        const centred = tf.sub<Tensor2D>(x, mean);
        const variance = tf.div<Tensor1D>(columnSums(tf.square(centred)), positions);
        const inverse = tf.rsqrt(tf.add<Tensor1D>(variance, epsilon));
        const scaled = tf.mul<Tensor2D>(centred, scale ? tf.mul(inverse, scale) : inverse);
        return { value: shift ? tf.add<Tensor2D>(scaled, shift) : scaled, mean, variance };
      }),
    normalizeGradient: (dy, x, { mean, variance }, scale, epsilon, wantsInput) =>
      tf.tidy(() => {
        const positions = x.shape[0];
        const inverse = tf.rsqrt(tf.add<Tensor1D>(variance, epsilon));
        const hat = tf.mul<Tensor2D>(tf.sub(x, mean), inverse);
        const shiftGradient = columnSums(dy);
        const scaleGradient = columnSums(tf.mul<Tensor2D>(dy, hat));
        if (!wantsInput) return { input: undefined, scale: scaleGradient, shift: shiftGradient };
        const factor = scale ? tf.mul<Tensor1D>(inverse, scale) : inverse;
        const correction = tf.add(
          tf.div(shiftGradient, positions),
          tf.mul(hat, tf.div(scaleGradient, positions)),
        );
        const input = tf.mul<Tensor2D>(factor, tf.sub(dy, correction));
        return { input, scale: scaleGradient, shift: shiftGradient };
      }),
    relu: (x, ceiling) => (ceiling === undefined ? tf.relu(x) : tf.clipByValue(x, 0, ceiling)),
    reluGradient: (dy, y, ceiling) =>
      tf.tidy(() => {
        const above = tf.greater(y, 0);
        const active = ceiling === undefined ? above : tf.logicalAnd(above, tf.less(y, ceiling));
        return tf.mul(dy, tf.cast(active, "float32"));
      }),
    add: (tensors) =>
      tf.tidy(() => tensors.slice(1).reduce((sum, tensor) => tf.add(sum, tensor), alias(tf, tensors[0]!))),
  };
}
