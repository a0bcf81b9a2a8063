import type { Tensor4D } from "@tensorflow/tfjs-core";
import { alias, type TensorFlow } from "../backends/tensorflow.ts";

/** Rows before and after, columns before and after; negative ones are cut off. */
export type Frame = readonly [readonly [number, number], readonly [number, number]];

/** Frames images with `value`, or cuts where the frame is negative. */
export function padOrCrop(tf: TensorFlow, x: Tensor4D, frame: Frame, value = 0): Tensor4D {
  return tf.tidy(() => {
    const [rows, columns] = frame;
    const cut = (side: number) => Math.max(-side, 0);
    const grow = (side: number) => Math.max(side, 0);
    const [batch, height, width, channels] = x.shape;
    const kept = [height - cut(rows[0]) - cut(rows[1]), width - cut(columns[0]) - cut(columns[1])] as const;
    const cropped =
      kept[0] === height && kept[1] === width
        ? x
        : tf.slice4d(x, [0, cut(rows[0]), cut(columns[0]), 0], [batch, kept[0], kept[1], channels]);
    if (![...rows, ...columns].some((side) => side > 0)) return alias(tf, cropped);
    return tf.pad4d(
      cropped,
      [
        [0, 0],
        [grow(rows[0]), grow(rows[1])],
        [grow(columns[0]), grow(columns[1])],
        [0, 0],
      ],
      value,
    );
  });
}

/** Puts stride − 1 zero rows and columns between the positions of `x`. */
export function spread(tf: TensorFlow, x: Tensor4D, stride: readonly [number, number]): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  if (stride[0] === 1 && stride[1] === 1) return alias(tf, x);
  return tf.tidy(() => {
    const columns = tf.pad(tf.reshape(x, [batch * height, width, 1, channels]), [
      [0, 0],
      [0, 0],
      [0, stride[1] - 1],
      [0, 0],
    ]);
    const wide = width * stride[1];
    const rows = tf.pad(tf.reshape(columns, [batch, height, 1, wide * channels]), [
      [0, 0],
      [0, 0],
      [0, stride[0] - 1],
      [0, 0],
    ]);
    return tf.slice4d(
      tf.reshape(rows, [batch, height * stride[0], wide, channels]),
      [0, 0, 0, 0],
      [batch, (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1, channels],
    );
  });
}
