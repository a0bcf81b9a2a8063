import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { PoolGeometry } from "./geometry.ts";
import { type Frame, padOrCrop } from "./windows.ts";

/** What `move` has at the first maximum of each window of `x`, in reading order; `y` are the maxima. */
export function atMaxima(
  tf: TensorFlow,
  move: Tensor4D,
  x: Tensor4D,
  y: Tensor4D,
  { batch, input, output, kernel, stride, padding, channels }: PoolGeometry,
): Tensor4D {
  const side = (axis: 0 | 1): [number, number] => {
    const reach = (output[axis] - 1) * stride[axis] + kernel[axis];
    return [padding[axis], reach - input[axis] - padding[axis]];
  };
  return tf.tidy(() => {
    const frame: Frame = [side(0), side(1)];
    const [values, moves] = [padOrCrop(tf, x, frame, -3.4e38), padOrCrop(tf, move, frame)];
    const seen = (image: Tensor4D, row: number, column: number): Tensor4D =>
      tf.stridedSlice(
        image,
        [0, row, column, 0],
        [batch, row + (output[0] - 1) * stride[0] + 1, column + (output[1] - 1) * stride[1] + 1, channels],
        [1, stride[0], stride[1], 1],
      ) as Tensor4D;
    let open = tf.onesLike(y);
    let found = tf.zerosLike(y);
    for (let row = 0; row < kernel[0]; row++)
      for (let column = 0; column < kernel[1]; column++) {
        const first = tf.mul<Tensor4D>(open, tf.cast(tf.equal(seen(values, row, column), y), "float32"));
        found = tf.add<Tensor4D>(found, tf.mul(first, seen(moves, row, column)));
        open = tf.sub<Tensor4D>(open, first);
      }
    return found;
  });
}
