/// <reference lib="esnext.disposable" preserve="true" />
import type { NetworkSpec, Shape } from "./network.ts";

/** Numbers in row-major order; images are `[n, channels, height, width]`. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Examples with their answers: `inputs.shape[0] === labels.length`. */
export interface Batch {
  readonly inputs: Tensor;
  /**
   * The class of each example, 0 … classes − 1. Of transcriptions: how many symbols each has, so that drawing examples
   * by their labels keeps short and long ones in proportion (see `transcribed`).
   */
  readonly labels: Int32Array;
  /** Of a transcription task, and only there: the symbols of each example in order, 1 … symbols; 0 is the blank. */
  readonly transcripts?: readonly Int32Array[];
}

/**
 * What a scalar is taken of: mean cross-entropy to the labels; the mean of the connectionist temporal classification of
 * the transcripts, each divided by its number of symbols (PyTorch's `ctc_loss`); or the sum of all outputs.
 */
export type Loss = "cross-entropy" | "ctc" | "sum-of-outputs";

/** `weight` and `bias` of convolutions, linear layers and LSTMs; `scale` and `shift` of batch-norm and layer-norm. */
export type ParameterRole = "weight" | "bias" | "scale" | "shift";

/**
 * One trainable tensor. Shapes are PyTorch's: conv2d `[out, in / groups, kh, kw]`, conv1d `[out, in / groups, k]`,
 * linear `[out, in]`, lstm `[4·hidden, in]` and `[4·hidden, hidden]`.
 */
export interface ParameterInfo {
  /** `<node index>.<weight | bias | scale | shift | …>`: unique within the network. */
  readonly name: string;
  readonly node: number;
  readonly role: ParameterRole;
  readonly shape: Shape;
}

/** The parameters of a network, in the order of `parametersOf(spec)`. */
export type Parameters = readonly Float32Array[];

export interface InstantiateOptions {
  /** Draws the initial parameters, on every runtime the same. */
  readonly seed: number;
  /** Takes these instead, in the order of `parametersOf(spec)`. */
  readonly parameters?: Parameters;
}

export interface GradientResult {
  readonly loss: number;
  /** ∂loss/∂θ for each parameter, in the order of `Network.parameters`. */
  readonly gradients: Parameters;
  /** Sum of the logarithms by which `rescale` nodes divided; 0 without any. */
  readonly logScale: number;
}

/** A derivative of a loss in one direction. */
export interface DerivativeResult {
  readonly loss: number;
  readonly derivative: number;
  /** Sum of the logarithms by which `rescale` nodes divided; 0 without any. */
  readonly logScale: number;
}

/** The optimiser and its rates. `learningRate` is the first one; the schedule changes it at every step. */
export type Optimizer =
  | {
      readonly type: "sgd";
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  | { readonly type: "adam"; readonly learningRate: number; readonly weightDecay: number };

export interface TrainingSchedule {
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  /** `cosine` falls to 0 over all steps. */
  readonly decay: "cosine" | "constant";
  /** Mirror left–right with probability ½; move by up to `shift` pixels, filled with zeros. Images only. */
  readonly augmentation: { readonly flip: boolean; readonly shift: number };
  /** Orders and augments the examples, and draws what dropout drops. */
  readonly seed: number;
}

export interface TrainingProgress {
  /** 1 … epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss over the epoch's steps. */
  readonly loss: number;
}

export interface TrainingResult {
  /** Mean loss of each epoch. */
  readonly losses: readonly number[];
  readonly seconds: number;
}

export interface EvaluationResult {
  /** In percent; of transcriptions 100 − `symbolErrorRate`, below 0 where wrong symbols outnumber the right ones. */
  readonly accuracy: number;
  /** Mean cross-entropy, or of transcriptions mean CTC. */
  readonly loss: number;
  /**
   * Of transcriptions, in percent, 0 or more: insertions, deletions and substitutions between the greedily decoded and
   * the right transcripts, over the symbols of the right ones. The phoneme error rate (PER) where symbols are phonemes.
   */
  readonly symbolErrorRate?: number;
}

/** What a batch-norm saw of a batch, a value for each channel. */
export interface BatchStatistics {
  /** Index of the batch-norm. */
  readonly node: number;
  readonly mean: Float32Array;
  /** Biased: the mean of the squared distances from the mean. */
  readonly variance: Float32Array;
}

/** Normalisation by the batch itself (as while training), or by the running statistics (as when deployed). */
export type NormalizationMode = "batch" | "running";

/**
 * A network that holds memory until it is disposed. Except for `train`, nothing changes it; passes normalise by the
 * batch unless told otherwise.
 */
export interface Network extends AsyncDisposable {
  readonly spec: NetworkSpec;
  readonly parameters: readonly ParameterInfo[];
  /** A copy of the parameters. */
  read(): Promise<Parameters>;
  /** Outputs, `[n, …output shape]`. */
  forward(inputs: Tensor, normalization?: NormalizationMode): Promise<Tensor>;
  /** ∂loss/∂θ of every parameter. */
  gradients(batch: Batch, loss: Loss): Promise<GradientResult>;
  /**
   * The directional derivative of the loss along the parameters of these roles themselves: Σ θ · ∂loss/∂θ, which is
   * d loss / dt at t = 1 where each of them is t · θ. The divisors of `rescale` count as constants.
   *
   * A Jacobian–vector product needs no way back and no gradients. Runtimes that cannot do better than gradients leave
   * this out; callers use `directionalDerivative(network, …)` of the core, which takes either.
   */
  directionalDerivative?(
    batch: Batch,
    loss: Loss,
    along: readonly ParameterRole[],
  ): Promise<DerivativeResult>;
  /** ∂(sum of all outputs)/∂inputs, of the shape of `inputs`. */
  inputGradients(inputs: Tensor): Promise<Tensor>;
  /**
   * For each of `nodes`: ∂loss/∂m, where m = 1 multiplies one channel of its output for one example, that is the sum over
   * positions of output × ∂loss/∂output, `[n, channels]`. Zeros where the loss does not depend on the node.
   */
  channelGradients(batch: Batch, loss: Loss, nodes: readonly number[]): Promise<readonly Tensor[]>;
  /**
   * The Hessian of the loss by all parameters times `direction`, in the order of `parameters`; ReLUs and max-pools count as
   * linear where they are, the divisors of `rescale` as constants. Rejects with `USAGE` where the runtime does not
   * differentiate an operation or the loss twice.
   */
  hessianProduct(batch: Batch, loss: Loss, direction: Parameters): Promise<Parameters>;
  /** Of each batch-norm on which the output depends, in node order. */
  batchStatistics(inputs: Tensor): Promise<readonly BatchStatistics[]>;
  /** For each ReLU in node order, which units are active: `[n, units]`, 1 or 0, one byte each. */
  activations(inputs: Tensor): Promise<readonly { readonly shape: Shape; readonly codes: Uint8Array }[]>;
  /** A second network of the same spec with parameters made from this one's. */
  withParameters(transform: (values: Float32Array, info: ParameterInfo) => Float32Array): Promise<Network>;
  /** Trains in place, on cross-entropy, or CTC where the examples have transcripts; an aborted `signal` rejects with its reason. */
  train(
    examples: Batch,
    schedule: TrainingSchedule,
    observe?: { readonly signal?: AbortSignal; readonly progress?: (progress: TrainingProgress) => void },
  ): Promise<TrainingResult>;
  /** Accuracy and loss by running statistics; of examples with transcripts their error rate too. */
  evaluate(examples: Batch, batchSize: number): Promise<EvaluationResult>;
  dispose(): Promise<void>;
}

/** Whether one backend of a runtime can be used here, and if not, why and what to do. */
export interface BackendStatus {
  readonly backend: string;
  readonly available: boolean;
  /** `cpu` or `gpu`: what computes, as far as it was proved. */
  readonly device: "cpu" | "gpu";
  /** Version and device where available; why not where not. */
  readonly detail: string;
  /** What to install or do, where that helps. */
  readonly remedy?: string;
}

/** Builds, differentiates and trains networks. */
export interface NetworkRuntime extends AsyncDisposable {
  readonly name: string;
  /** What computes, e.g. `wasm`. Part of the key under which proxy scores are kept. */
  readonly backend: string;
  readonly device: "cpu" | "gpu";
  instantiate(spec: NetworkSpec, options: InstantiateOptions): Promise<Network>;
  dispose(): Promise<void>;
}

/** A runtime of one piece of work: one worker of a pool, which serves nothing else until the lease is disposed. */
export interface RuntimeLease extends NetworkRuntime {
  /** Aborted when the worker is gone, with why as its reason: its networks are lost, and what was asked of them rejects. */
  readonly ended: AbortSignal;
}

/**
 * A runtime that computes in workers of its own. What belongs together takes a lease; a network that is instantiated without
 * one has a worker to itself until it is disposed.
 */
export interface RuntimePool extends NetworkRuntime {
  /** How many leases are served at once. */
  readonly workers: number;
  /**
   * Waits for a free worker. `signal` aborted ends the lease and whatever its worker is at: another worker takes its place.
   *
   * Rejects with the signal's reason, or with `RUNTIME_LOST` where no worker comes up.
   */
  lease(signal?: AbortSignal): Promise<RuntimeLease>;
}

/** Whether a runtime is a pool of workers. */
export function isRuntimePool(runtime: NetworkRuntime): runtime is RuntimePool {
  return "lease" in runtime;
}

/** Does one piece of work by a runtime, on a worker of its own where the runtime is a pool. */
export async function withRuntime<T>(
  runtime: NetworkRuntime,
  signal: AbortSignal,
  work: (runtime: NetworkRuntime) => Promise<T>,
): Promise<T> {
  if (!isRuntimePool(runtime)) return work(runtime);
  await using lease = await runtime.lease(signal);
  return await work(lease);
}
