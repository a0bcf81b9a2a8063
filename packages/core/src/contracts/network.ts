/** The shape of one example: `[channels, height, width]` for images, `[channels, length]` for sequences, `[features]`. */
export type Shape = readonly number[];

/** What a network is for: the shape of one input and how many classes it tells apart. */
export interface Task {
  readonly kind: "classification";
  readonly input: Shape;
  readonly classes: number;
}

/** A pair [vertical, horizontal]. */
export type Pair = readonly [number, number];

/**
 * The closed set of operations that spaces write and runtimes read. Sizes are as in PyTorch: padding is added on both
 * sides, a strided output has ⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1 positions.
 */
export type Operation =
  | { readonly type: "input" }
  | {
      readonly type: "conv2d";
      /** Output channels. */
      readonly channels: number;
      readonly kernel: Pair;
      readonly stride: Pair;
      readonly padding: Pair;
      readonly dilation: Pair;
      readonly groups: number;
      readonly bias: boolean;
    }
  | {
      readonly type: "conv1d";
      readonly channels: number;
      readonly kernel: number;
      readonly stride: number;
      readonly padding: number;
      readonly dilation: number;
      readonly groups: number;
      readonly bias: boolean;
    }
  /** Normalises each channel; `momentum` is the weight of the new batch in the running statistics. */
  | {
      readonly type: "batch-norm";
      readonly affine: boolean;
      readonly epsilon: number;
      readonly momentum: number;
    }
  /** max(0, x), and at most `ceiling` where given. */
  | { readonly type: "relu"; readonly ceiling?: number }
  | { readonly type: "max-pool2d"; readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair }
  | {
      readonly type: "avg-pool2d";
      readonly kernel: Pair;
      readonly stride: Pair;
      readonly padding: Pair;
      /** Whether padded positions count in the mean (PyTorch's `count_include_pad`). */
      readonly countPadding: boolean;
    }
  /** Mean over all positions: `[channels, …]` → `[channels]`. */
  | { readonly type: "global-avg-pool" }
  /** Sum of two or more inputs of one shape. */
  | { readonly type: "add" }
  /** Joins the inputs along the channels. */
  | { readonly type: "concat" }
  /** `[features]` → `[features]`, or at each position of `[channels, length]`. */
  | { readonly type: "linear"; readonly features: number; readonly bias: boolean }
  /** One layer over `[channels, length]` → `[hidden, length]`; gates in PyTorch's order i, f, g, o. */
  | { readonly type: "lstm"; readonly hidden: number }
  | { readonly type: "identity" }
  /** Zeros of the input's shape; no gradient flows back. */
  | { readonly type: "zero" }
  /** Keeps the first `channels` channels. */
  | { readonly type: "truncate"; readonly channels: number }
  /**
   * Divides by the largest absolute value of the whole batch tensor, held constant for gradients (by 1 where that is
   * 0). The logarithm of the divisor is added to the pass's `logScale`. Keeps synflow finite in float32.
   */
  | { readonly type: "rescale" };

export type OperationType = Operation["type"];

/** One node: its operation and the indices of the nodes it reads, all smaller than its own. */
export interface NetworkNode {
  readonly operation: Operation;
  readonly inputs: readonly number[];
}

/**
 * A network as serialisable data: nodes in topological order, node 0 the input, the last node the output (for
 * classification `[classes]`, logits).
 */
export interface NetworkSpec {
  readonly version: 1;
  readonly input: Shape;
  readonly nodes: readonly NetworkNode[];
}
