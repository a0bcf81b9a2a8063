import type { NormalizationMode, Operation } from "@proxybo/core";
import type { DropFactors } from "@proxybo/core/runtime";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { match } from "ts-pattern";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { batchNorm } from "./batch-norm.ts";
import { dropout } from "./dropout.ts";
import { layerNorm } from "./layer-norm.ts";
import { convolution } from "./convolution.ts";
import { linear } from "./linear.ts";
import { lstm } from "./lstm.ts";
import { add, concat, globalAvgPool, identity, relu, truncate, zero } from "./elementary.ts";
import type { Motion } from "./motion.ts";
import { avgPool, maxPool } from "./pooling.ts";
import { rescale } from "./rescale.ts";

/** One operation to perform: inputs are `[batch, …positions, channels]`. */
export interface Step<O extends Operation = Operation> {
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  readonly operation: O;
  readonly inputs: readonly Tensor[];
  /** In TensorFlow layout, in the order of `parametersOf`. */
  readonly parameters: readonly Tensor[];
  readonly normalization: NormalizationMode;
  /** Of dropout, while training. */
  readonly drop?: DropFactors;
  /** Of batch-norm: multiply and add per channel, made of running statistics and parameters. */
  readonly affine?: { readonly factor: Tensor1D; readonly offset: Tensor1D };
}

/** Which gradients are of use. */
export interface Wants {
  readonly inputs: boolean;
  readonly parameters: boolean;
}

export interface Gradients {
  /** For each input; undefined where no gradient flows back. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly parameters: readonly Tensor[];
}

/** The result of a step, and how a gradient goes back through it. */
export interface Applied {
  readonly value: Tensor;
  /** Tensors made besides `value`: disposed when the step is done with, forth and back. */
  readonly saved?: readonly Tensor[];
  /** Of batch-norm: what the batch's statistics were (biased variance). */
  readonly statistics?: { readonly mean: Tensor1D; readonly variance: Tensor1D };
  /** Of rescale: the logarithm of the divisor. */
  readonly logScale?: Tensor;
  /** For second derivatives; not there where an operation has none here. */
  readonly motion?: Motion;
  /** New tensors; disposes nothing. What is not wanted may be left out. */
  backward(dy: Tensor, wants: Wants): Gradients;
}

/** Performs one operation of the contract. */
export function apply(step: Step): Applied {
  return match(step.operation)
    .with({ type: "input" }, (operation) => identity({ ...step, operation }))
    .with({ type: "conv2d" }, { type: "conv1d" }, (operation) => convolution({ ...step, operation }))
    .with({ type: "batch-norm" }, (operation) => batchNorm({ ...step, operation }))
    .with({ type: "layer-norm" }, (operation) => layerNorm({ ...step, operation }))
    .with({ type: "dropout" }, (operation) => dropout({ ...step, operation }))
    .with({ type: "relu" }, (operation) => relu({ ...step, operation }))
    .with({ type: "max-pool2d" }, (operation) => maxPool({ ...step, operation }))
    .with({ type: "avg-pool2d" }, (operation) => avgPool({ ...step, operation }))
    .with({ type: "global-avg-pool" }, (operation) => globalAvgPool({ ...step, operation }))
    .with({ type: "add" }, (operation) => add({ ...step, operation }))
    .with({ type: "concat" }, (operation) => concat({ ...step, operation }))
    .with({ type: "linear" }, (operation) => linear({ ...step, operation }))
    .with({ type: "lstm" }, (operation) => lstm({ ...step, operation }))
    .with({ type: "identity" }, (operation) => identity({ ...step, operation }))
    .with({ type: "zero" }, (operation) => zero({ ...step, operation }))
    .with({ type: "truncate" }, (operation) => truncate({ ...step, operation }))
    .with({ type: "rescale" }, (operation) => rescale({ ...step, operation }))
    .exhaustive();
}

/** The operation of one type. */
export type OperationOf<T extends Operation["type"]> = Extract<Operation, { type: T }>;
