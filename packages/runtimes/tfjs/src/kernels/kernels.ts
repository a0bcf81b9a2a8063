import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { ConvGeometry, PoolGeometry } from "./geometry.ts";

/** What a normalisation by the batch gives: the value, and the statistics (biased variance) that it used. */
export interface Normalized {
  readonly value: Tensor2D;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

export interface NormalizationGradient {
  readonly input: Tensor2D | undefined;
  readonly scale: Tensor1D;
  readonly shift: Tensor1D;
}

/**
 * The numeric kernels that take the time of a pass, with their gradients. Images are `[batch, height, width,
 * channels]`, filters `[height, width, in / groups, out]`; every call returns new tensors and disposes none it was
 * given.
 */
export interface Kernels {
  conv(x: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D;
  convInputGradient(dy: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D;
  convFilterGradient(x: Tensor4D, dy: Tensor4D, geometry: ConvGeometry): Tensor4D;
  /** Padded positions never win. */
  maxPool(x: Tensor4D, geometry: PoolGeometry): Tensor4D;
  /** The first of equal maxima, in reading order, takes the gradient (as in PyTorch). */
  maxPoolGradient(dy: Tensor4D, x: Tensor4D, y: Tensor4D, geometry: PoolGeometry): Tensor4D;
  avgPool(x: Tensor4D, geometry: PoolGeometry, countPadding: boolean): Tensor4D;
  avgPoolGradient(dy: Tensor4D, x: Tensor4D, geometry: PoolGeometry, countPadding: boolean): Tensor4D;
  /** Normalises the columns of `[positions, channels]`. */
  normalize(
    x: Tensor2D,
    scale: Tensor1D | undefined,
    shift: Tensor1D | undefined,
    epsilon: number,
  ): Normalized;
  normalizeGradient(
    dy: Tensor2D,
    x: Tensor2D,
    normalized: Normalized,
    scale: Tensor1D | undefined,
    epsilon: number,
    wantsInput: boolean,
  ): NormalizationGradient;
  relu(x: Tensor, ceiling: number | undefined): Tensor;
  reluGradient(dy: Tensor, y: Tensor, ceiling: number | undefined): Tensor;
  /** Sums of the columns of `[positions, channels]`. */
  columnSums(x: Tensor2D): Tensor1D;
  add(tensors: readonly Tensor[]): Tensor;
}
