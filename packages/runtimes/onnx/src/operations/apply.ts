import type { NormalizationMode, Operation } from "@proxybo/core";
import { match } from "ts-pattern";
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
  return match(step.operation)
    .with({ type: "input" }, { type: "identity" }, () => same(step.inputs[0]!))
    .with({ type: "conv2d" }, { type: "conv1d" }, (operation) => convolution({ ...step, operation }))
    .with({ type: "batch-norm" }, (operation) => batchNorm({ ...step, operation }))
    .with({ type: "layer-norm" }, (operation) => layerNorm({ ...step, operation }))
    .with({ type: "dropout" }, () => (step.drop ? dropout(step, step.drop) : same(step.inputs[0]!)))
    .with({ type: "relu" }, (operation) => relu({ ...step, operation }))
    .with({ type: "max-pool2d" }, (operation) => largestPool({ ...step, operation }))
    .with({ type: "avg-pool2d" }, (operation) => avgPool({ ...step, operation }))
    .with({ type: "global-avg-pool" }, () => globalAvgPool(step))
    .with({ type: "add" }, () => add(step))
    .with({ type: "concat" }, () => concatenation(step))
    .with({ type: "linear" }, (operation) => linear({ ...step, operation }))
    .with({ type: "lstm" }, (operation) => lstm({ ...step, operation }))
    .with({ type: "zero" }, () => {
      throw new Error("zeros are written where they are read");
    })
    .with({ type: "truncate" }, (operation) => truncate({ ...step, operation }))
    .with({ type: "rescale" }, () => rescale(step))
    .exhaustive();
}

function same(value: Value): Applied {
  return { value, backward: (dy) => ({ inputs: [dy], parameters: [] }) };
}
