import { type Batch, ctcLoss, type Loss } from "@proxybo/core";
import { logSoftmax, mul, scaled, softmax, sub } from "../graph/elementwise.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { total } from "../graph/reductions.ts";
import { filled } from "../graph/shaping.ts";
import { names } from "./write.ts";

export interface WrittenLoss {
  /** A scalar; undefined where it is computed apart. */
  readonly loss: Value | undefined;
  /** ∂loss/∂outputs. */
  readonly gradient: Value;
}

/** Writes a loss of outputs `[n, …]`. CTC's gradient is an input: it is computed by `meanCtc`. */
export function writeLoss(graph: Graph, loss: Loss, outputs: Value): WrittenLoss {
  if (loss === "ctc") return { loss: undefined, gradient: graph.input(names.outputGradient, outputs.shape) };
  if (loss === "sum-of-outputs")
    return { loss: total(graph, outputs), gradient: filled(graph, 1, outputs.shape) };
  const targets = graph.input(names.targets, outputs.shape);
  const surprise = total(graph, mul(graph, targets, logSoftmax(graph, outputs)));
  const share = scaled(graph, softmax(graph, outputs), 1 / outputs.shape[0]!);
  return { loss: scaled(graph, surprise, -1), gradient: sub(graph, share, targets) };
}

/** What cross-entropy is to be taken to: 1 / n at each label, `[n, classes]`. */
export function targetsOf(labels: Int32Array, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (const [example, label] of labels.entries()) targets[example * classes + label] = 1 / labels.length;
  return targets;
}

/**
 * The mean over the examples of CTC divided by the number of symbols (by 1 where there are none), with its gradient.
 *
 * @param logits - `[n, positions, channels]`, channel 0 the blank.
 */
export function meanCtc(
  logits: Float32Array,
  channels: number,
  transcripts: NonNullable<Batch["transcripts"]>,
): { readonly loss: number; readonly gradient: Float32Array } {
  const gradient = new Float32Array(logits.length);
  const size = logits.length / transcripts.length;
  let loss = 0;
  for (const [example, transcript] of transcripts.entries()) {
    const [from, to] = [example * size, (example + 1) * size];
    const own = gradient.subarray(from, to);
    const share = 1 / (transcripts.length * Math.max(1, transcript.length));
    loss += share * ctcLoss(logits.subarray(from, to), channels, transcript, own);
    for (const [i, slope] of own.entries()) own[i] = slope * share;
  }
  return { loss, gradient };
}
