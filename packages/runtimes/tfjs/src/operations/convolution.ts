import { alias } from "../backends/tensorflow.ts";
import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { type ConvOperation, convGeometry } from "../kernels/geometry.ts";
import type { Applied, Step } from "./apply.ts";
import { type Motion, sumOf } from "./motion.ts";

/** conv2d over `[batch, height, width, channels]`, conv1d over `[batch, length, channels]`. */
export function convolution({
  tf,
  kernels,
  operation,
  inputs,
  parameters: own,
}: Step<ConvOperation>): Applied {
  const input = inputs[0]!;
  const asImage = (x: Tensor): Tensor4D =>
    x.rank === 3
      ? tf.reshape<Rank.R4>(x, [x.shape[0], 1, x.shape[1]!, x.shape[2]!])
      : alias(tf, x as Tensor4D);
  const asBefore = (x: Tensor4D): Tensor =>
    operation.type === "conv1d" ? tf.reshape(x, [x.shape[0], x.shape[2], x.shape[3]]) : alias(tf, x);
  const [filter, bias] = own as [Tensor4D, Tensor | undefined];
  const x = asImage(input);
  const geometry = convGeometry(operation, x.shape);
  const value = tf.tidy(() => {
    const sums = asBefore(kernels.conv(x, filter, geometry));
    return bias ? tf.add(sums, bias) : sums;
  });
  const biasGradient = (dy: Tensor) =>
    tf.tidy(() => kernels.columnSums(tf.reshape<Rank.R2>(dy, [-1, geometry.outChannels])));
  const motion: Motion = {
    value: ({ inputs: [move], parameters: [filterMove, biasMove] }) => {
      const parts = [
        move && kernels.conv(asImage(move), filter, geometry),
        filterMove && kernels.conv(x, filterMove as Tensor4D, geometry),
      ];
      const still = parts.some((part) => part !== undefined) ? undefined : tf.zerosLike(asImage(value));
      const sums = asBefore(sumOf(kernels, ...parts, still) as Tensor4D);
      return biasMove ? tf.add(sums, biasMove) : sums;
    },
    backward: (dy, dyMove, { inputs: [move], parameters: [filterMove] }, wants) => {
      const [slope, slopeMove] = [asImage(dy), asImage(dyMove)];
      const toInput = () =>
        sumOf(
          kernels,
          kernels.convInputGradient(slopeMove, filter, geometry),
          filterMove && kernels.convInputGradient(slope, filterMove as Tensor4D, geometry),
        ) as Tensor4D;
      const toFilter = sumOf(
        kernels,
        kernels.convFilterGradient(x, slopeMove, geometry),
        move && kernels.convFilterGradient(asImage(move), slope, geometry),
      );
      return {
        inputs: [wants.inputs ? asBefore(toInput()) : undefined],
        parameters: [toFilter, ...(bias ? [biasGradient(slopeMove)] : [])],
      };
    },
  };
  return {
    value,
    saved: [x],
    motion,
    backward: (gradient, wants) => {
      const dy = asImage(gradient);
      const input4 = wants.inputs ? kernels.convInputGradient(dy, filter, geometry) : undefined;
      const parameters: Tensor[] = wants.parameters ? [kernels.convFilterGradient(x, dy, geometry)] : [];
      if (bias && wants.parameters) parameters.push(biasGradient(dy));
      const back = input4 && asBefore(input4);
      tf.dispose([dy, ...(input4 ? [input4] : [])]);
      return { inputs: [back], parameters };
    },
  };
}
