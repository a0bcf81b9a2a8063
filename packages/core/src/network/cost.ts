import type { NetworkSpec, Operation, Shape } from "../contracts/network.ts";
import { inferShapes } from "./shapes.ts";

/** What a network costs. */
export interface NetworkCost {
  /** Trainable numbers. */
  readonly parameters: number;
  /** Floating-point operations of one forward pass of one example, see `countFlops`. */
  readonly flops: number;
}

/** Of the network asked for last: parameters and FLOPs are mostly asked for one after the other. A pure memory. */
let last: { readonly spec: NetworkSpec; readonly cost: NetworkCost } | undefined;

/** Parameters and FLOPs in one pass over the network, see `countParameters` and `countFlops`. */
export function costOf(spec: NetworkSpec): NetworkCost {
  if (last?.spec !== spec) last = { spec, cost: count(spec) };
  return last.cost;
}

function count(spec: NetworkSpec): NetworkCost {
  const shapes = inferShapes(spec);
  let parameters = 0;
  let flops = 0;
  spec.nodes.forEach(({ operation, inputs }, node) => {
    const cost = operationCost(operation, shapes[inputs[0] ?? 0]![0]!);
    if (cost === free) return;
    parameters += cost.parameters;
    flops += cost.flopsPerPosition * positionsOf(shapes[node]!);
  });
  return { parameters, flops };
}

/** How many trainable numbers a network has; nodes that the output does not depend on count too. */
export function countParameters(spec: NetworkSpec): number {
  return costOf(spec).parameters;
}

/**
 * Floating-point operations of one forward pass of one example, as NAS benchmarks count them: a multiplication with its
 * addition is one, and so is the addition of a bias. Only convolutions, linear layers and LSTMs count; normalisation,
 * ReLU, pools, sums and the LSTM's gates do not. Nodes that the output does not depend on count too.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the spec does not fit together.
 * @example
 * countFlops(spec) / 1e6 // => the benchmark's "MFLOPs"
 */
export function countFlops(spec: NetworkSpec): number {
  return costOf(spec).flops;
}

/** Trainable numbers of one operation, and its FLOPs at each position of its output. */
function operationCost(operation: Operation, channels: number): OperationCost {
  // A plain switch: this runs for every node of every candidate where a search is bounded by cost.
  switch (operation.type) {
    case "conv2d":
    case "conv1d": {
      const { kernel } = operation;
      const window = typeof kernel === "number" ? kernel : kernel[0] * kernel[1];
      const reads = (channels / operation.groups) * window;
      return dense(operation.channels, reads, operation.bias ? operation.channels : 0);
    }
    case "linear":
      return dense(operation.features, channels, operation.bias ? operation.features : 0);
    case "lstm":
      return dense(4 * operation.hidden, channels + operation.hidden, 8 * operation.hidden);
    case "batch-norm":
    case "layer-norm":
      return { parameters: operation.affine ? 2 * channels : 0, flopsPerPosition: 0 };
    case "input":
    case "dropout":
    case "relu":
    case "max-pool2d":
    case "avg-pool2d":
    case "global-avg-pool":
    case "add":
    case "concat":
    case "identity":
    case "zero":
    case "truncate":
    case "rescale":
      return free;
    default:
      return operation satisfies never;
  }
}

interface OperationCost {
  readonly parameters: number;
  readonly flopsPerPosition: number;
}

const free: OperationCost = { parameters: 0, flopsPerPosition: 0 };

/** Each weight and each bias is used once at each position. */
function dense(outputs: number, reads: number, biases: number): OperationCost {
  const parameters = outputs * reads + biases;
  return { parameters, flopsPerPosition: parameters };
}

/** All lengths but that of the channels, multiplied. */
function positionsOf(shape: Shape): number {
  let positions = 1;
  for (let axis = 1; axis < shape.length; axis++) positions *= shape[axis]!;
  return positions;
}
