import type { Pair } from "@proxybo/core";
import type { Rank, Tensor, Tensor3D, Tensor4D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { ConvGeometry } from "./geometry.ts";
import type { Kernels } from "./kernels.ts";
import { type Frame, padOrCrop, spread } from "./windows.ts";

type Convolutions = Pick<Kernels, "conv" | "convInputGradient" | "convFilterGradient">;

/**
 * Convolutions of any stride, padding, dilation and groups. Backends know only part of these (no explicit padding, no
 * stride with dilation, no groups), so gradients are convolutions again, and the rest is a sum of matrix products, one
 * per position of the kernel.
 */
export function portableConvolutions(tf: TensorFlow): Convolutions {
  const conv = (x: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D =>
    tf.tidy(() => {
      const { kernel, stride, dilation, groups, batch, output, outChannels } = geometry;
      const framed = padOrCrop(tf, x, frameOf(geometry));
      if (groups === 1 && direct(stride, dilation))
        return tf.conv2d(framed, filter, [...stride], "valid", "NHWC", [...dilation]);
      const products = positionsOf(kernel).map(([row, column]) => {
        const weights = tf.slice4d(filter, [row, column, 0, 0], [1, 1, -1, -1]);
        return tf.matMul(patch(tf, framed, geometry, row, column), byGroup(tf, weights, groups, outChannels));
      });
      const sums = tf.transpose(tf.addN(products), [1, 0, 2]);
      return tf.reshape<Rank.R4>(sums, [batch, ...output, outChannels]);
    });

  const convInputGradient = (dy: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D =>
    tf.tidy(() => {
      const { kernel, groups, channels, outChannels, output, input, stride, dilation, padding } = geometry;
      const before = (axis: 0 | 1) => dilation[axis] * (kernel[axis] - 1) - padding[axis];
      const frame = (axis: 0 | 1): [number, number] => {
        const spreadSize = (output[axis] - 1) * stride[axis] + 1;
        const reached = input[axis] + dilation[axis] * (kernel[axis] - 1);
        return [before(axis), reached - spreadSize - before(axis)];
      };
      const framed = padOrCrop(tf, spread(tf, dy, stride), [frame(0), frame(1)]);
      const grouped = [...kernel, channels / groups, groups, outChannels / groups];
      const turned = tf.reshape<Rank.R4>(
        tf.transpose(tf.reshape(tf.reverse(filter, [0, 1]), grouped), [0, 1, 4, 3, 2]),
        [...kernel, outChannels / groups, channels],
      );
      return conv(framed, turned, {
        ...geometry,
        input: [framed.shape[1], framed.shape[2]],
        output: input,
        stride: [1, 1],
        padding: [0, 0],
        channels: outChannels,
        outChannels: channels,
      });
    });

  const convFilterGradient = (x: Tensor4D, dy: Tensor4D, geometry: ConvGeometry): Tensor4D =>
    tf.tidy(() => {
      const { kernel, groups, channels, outChannels, stride, dilation } = geometry;
      const framed = padOrCrop(tf, x, frameOf(geometry));
      if (groups === 1 && direct(stride, dilation))
        // Sum over examples and positions: examples become the channels of a convolution, dy its filter.
        return tf.transpose(
          tf.conv2d(
            tf.transpose(framed, [3, 1, 2, 0]),
            tf.transpose(dy, [1, 2, 0, 3]),
            [...dilation],
            "valid",
            "NHWC",
            [...stride],
          ),
          [1, 2, 0, 3],
        );
      const dyByGroup = byGroup(tf, dy, groups, outChannels);
      const parts = positionsOf(kernel).map(([row, column]) => {
        const product = tf.matMul(patch(tf, framed, geometry, row, column), dyByGroup, true);
        return tf.reshape(tf.transpose(product, [1, 0, 2]), [1, channels / groups, outChannels]);
      });
      return tf.reshape<Rank.R4>(tf.concat(parts, 0), [...kernel, channels / groups, outChannels]);
    });

  return { conv, convInputGradient, convFilterGradient };
}

/** Whether TensorFlow.js convolves so: it takes a stride or a dilation, not both. */
function direct(stride: Pair, dilation: Pair): boolean {
  return (stride[0] === 1 && stride[1] === 1) || (dilation[0] === 1 && dilation[1] === 1);
}

function positionsOf([rows, columns]: Pair): Pair[] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
}

/** The padding that makes a window without padding reach exactly the last output position. */
function frameOf(geometry: ConvGeometry): Frame {
  const along = (axis: 0 | 1): [number, number] => {
    const { output, stride, dilation, kernel, input, padding } = geometry;
    const reach = (output[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return [padding[axis], reach - input[axis] - padding[axis]];
  };
  return [along(0), along(1)];
}

/** What position (row, column) of the kernel sees: `[groups, batch · positions, channels / groups]`. */
function patch(
  tf: TensorFlow,
  framed: Tensor4D,
  { batch, output, stride, dilation, groups, channels }: ConvGeometry,
  row: number,
  column: number,
): Tensor3D {
  const [top, left] = [row * dilation[0], column * dilation[1]];
  const seen = tf.stridedSlice(
    framed,
    [0, top, left, 0],
    [batch, top + (output[0] - 1) * stride[0] + 1, left + (output[1] - 1) * stride[1] + 1, channels],
    [1, stride[0], stride[1], 1],
  );
  return byGroup(tf, seen, groups, channels);
}

/** `[…, channels]` → `[groups, …, channels / groups]`, with one axis for all before the channels. */
function byGroup(tf: TensorFlow, x: Tensor, groups: number, channels: number): Tensor3D {
  return tf.transpose(tf.reshape<Rank.R3>(x, [-1, groups, channels / groups]), [1, 0, 2]);
}
