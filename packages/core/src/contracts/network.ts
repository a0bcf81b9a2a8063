/** The shape of one example: `[channels, height, width]` for images, `[channels, length]` for sequences, `[features]`. */
export type Shape = readonly number[];

/** One answer for each input. The network's output is `[classes]`, logits. */
export interface ClassificationTask {
  readonly kind: "classification";
  readonly input: Shape;
  /** How many classes are told apart. */
  readonly classes: number;
}

/**
 * A sequence of symbols, such as phonemes, for each sequence of features. The network's output is `[symbols + 1,
 * positions]`, logits at each position: channel 0 is the blank of CTC, channel k the symbol k, 1 … symbols.
 */
export interface TranscriptionTask {
  readonly kind: "transcription";
  /** `[features, length]`: all examples are of one length, shorter ones filled up by the data set. */
  readonly input: Shape;
  /** How many symbols there are, the blank not counted. */
  readonly symbols: number;
}

/** What a network is for: the shape of one input and what it is to tell. */
export type Task = ClassificationTask | TranscriptionTask;

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
      /** Zeros at both ends: as many, or so many before and after. */
      readonly padding: number | readonly [before: number, after: number];
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
  /** Normalises each position over its channels; with one scale and one shift a channel where `affine`. */
  | { readonly type: "layer-norm"; readonly affine: boolean; readonly epsilon: number }
  /**
   * Zeroes each value with probability `rate` (0 ≤ rate < 1) and divides the others by 1 − rate, in the steps of
   * `Network.train`; the identity in every other pass.
   */
  | { readonly type: "dropout"; readonly rate: number }
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
 * A network as serialisable data: nodes in topological order, node 0 the input, the last node the output (logits, of
 * the shape that the task says).
 */
export interface NetworkSpec {
  readonly version: 1;
  readonly input: Shape;
  readonly nodes: readonly NetworkNode[];
}
