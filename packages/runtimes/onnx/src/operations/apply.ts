import type { NormalizationMode, Operation } from "@proxybo/core";
import type { Graph, Value } from "../graph/graph.ts";
import { batchNorm } from "./batch-norm.ts";
import { convolution } from "./convolution.ts";
import { add, concatenation, dropout, globalAvgPool, relu, truncate } from "./elementary.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import { lstm } from "./lstm.ts";
import { avgPool, largestPool } from "./pooling.ts";
import { rescale } from "./rescale.ts";

/** One operation to write: inputs are `[batch, channels, …positions]`. */
export interface Step<O extends Operation = Operation> {
  readonly graph: Graph;
  readonly operation: O;
  readonly inputs: readonly Value[];
  /** In the order of `parametersOf`. */
  readonly parameters: readonly Value[];
  readonly normalization: NormalizationMode;
  /**
   * Whether operators may be used that compute a normalisation whole. They are faster, but how they move with their inputs
   * is known of their parts only.
   */
  readonly fused: boolean;
  /** Of dropout while training: by what each value is multiplied. */
  readonly drop?: Value;
  /** Of batch-norm by running statistics, `[channels]` each. */
  readonly running?: { readonly mean: Value; readonly variance: Value };
}

/** The operation of one type. */
export type OperationOf<T extends Operation["type"]> = Extract<Operation, { type: T }>;

/** Which gradients are of use. */
export interface Wants {
  readonly inputs: boolean;
  readonly parameters: boolean;
}

export interface Gradients {
  /** For each input; undefined where no gradient flows back. */
  readonly inputs: readonly (Value | undefined)[];
  readonly parameters: readonly Value[];
}

/** What was written, and how a gradient goes back through it. */
export interface Applied {
  readonly value: Value;
  /** Of batch-norm: what the batch's statistics were (biased variance), `[channels]` each. */
  readonly statistics?: { readonly mean: Value; readonly variance: Value };
  /** Of rescale: the logarithm of the divisor. */
  readonly logScale?: Value;
  /** Writes the way back. What is not wanted may be left out. */
  backward(dy: Value, wants: Wants): Gradients;
}

/** Writes one operation of the contract. */
export function apply(step: Step): Applied {
  const { operation } = step;
  switch (operation.type) {
    case "input":
    case "identity":
      return same(step.inputs[0]!);
    case "conv2d":
    case "conv1d":
      return convolution({ ...step, operation });
    case "batch-norm":
      return batchNorm({ ...step, operation });
    case "layer-norm":
      return layerNorm({ ...step, operation });
    case "dropout":
      return step.drop ? dropout(step, step.drop) : same(step.inputs[0]!);
    case "relu":
      return relu({ ...step, operation });
    case "max-pool2d":
      return largestPool({ ...step, operation });
    case "avg-pool2d":
      return avgPool({ ...step, operation });
    case "global-avg-pool":
      return globalAvgPool(step);
    case "add":
      return add(step);
    case "concat":
      return concatenation(step);
    case "linear":
      return linear({ ...step, operation });
    case "lstm":
      return lstm({ ...step, operation });
    case "zero":
      throw new Error("zeros are written where they are read");
    case "truncate":
      return truncate({ ...step, operation });
    case "rescale":
      return rescale(step);
    default:
      operation satisfies never;
      throw new Error("expected an operation of the contract");
  }
}

function same(value: Value): Applied {
  return { value, backward: (dy) => ({ inputs: [dy], parameters: [] }) };
}
