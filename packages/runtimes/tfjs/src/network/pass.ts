import type { NormalizationMode } from "@proxybo/core";
import {
  type DropFactors,
  type Plan,
  type PlannedNode,
  type WantedGradients,
  wantedGradients,
} from "@proxybo/core/runtime";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import type { TensorFlow } from "../backends/tensorflow.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type Applied, apply } from "../operations/apply.ts";
import { checkMemory } from "./memory.ts";

/** What computes. */
export interface Machine {
  readonly tf: TensorFlow;
  readonly kernels: Kernels;
  /** Bytes that a pass may take, where the backend would end the process beyond them. */
  readonly memoryLimit?: number;
}

/** The tensors that a pass reads: none of them is disposed. */
export interface Bound {
  readonly input: Tensor;
  /** In the order of the plan's parameters, TensorFlow layout. */
  readonly parameters: readonly Tensor[];
  /** Factor and offset of each batch-norm node by running statistics. */
  readonly affine?: ReadonlyMap<number, { readonly factor: Tensor1D; readonly offset: Tensor1D }>;
}

export interface ForwardOptions {
  readonly normalization: NormalizationMode;
  readonly live: readonly boolean[];
  /** Keeps what the way back needs; else every value is disposed after its last use. */
  readonly record: boolean;
  /** What dropout at a node drops; nothing where it is left out. */
  readonly drop?: (node: number) => DropFactors;
  /** Sees every node as soon as its value is there. */
  readonly visit?: (node: PlannedNode, done: Applied) => void;
}

export interface Trace {
  /** Of the last node, where it is live. */
  readonly output: Tensor | undefined;
  readonly applied: readonly (Applied | undefined)[];
  readonly logScales: readonly Tensor[];
}

/** Runs the live nodes in order. To be called inside `tf.tidy`. */
export function forward(
  { tf, kernels, memoryLimit }: Machine,
  plan: Plan,
  bound: Bound,
  options: ForwardOptions,
): Trace {
  const { live, record, normalization } = options;
  checkMemory(plan, live, bound.input.shape[0], record, memoryLimit);
  const uses = plan.nodes.map(() => 0);
  for (const node of plan.nodes) if (live[node.index]) for (const from of node.inputs) uses[from]!++;
  const applied: (Applied | undefined)[] = [];
  const batch = bound.input.shape[0];
  for (const node of plan.nodes) {
    if (!live[node.index]) {
      applied.push(undefined);
      continue;
    }
    const affine = bound.affine?.get(node.index);
    const done: Applied = node.zero
      ? zeros(tf, [batch, ...channelsLast(plan.shapes[node.index]!)])
      : apply({
          tf,
          kernels,
          operation: node.operation,
          inputs: node.index === 0 ? [bound.input] : node.inputs.map((from) => applied[from]!.value),
          parameters: node.parameters.map((position) => bound.parameters[position]!),
          normalization,
          ...(affine ? { affine } : {}),
          ...(options.drop ? { drop: options.drop(node.index) } : {}),
        });
    applied.push(done);
    options.visit?.(node, done);
    if (record) continue;
    for (const from of node.inputs) if (--uses[from]! === 0) release(tf, applied[from]!);
    if (uses[node.index] === 0 && node.index !== plan.nodes.length - 1) release(tf, done);
  }
  return {
    output: applied.at(-1)?.value,
    applied,
    logScales: applied.flatMap((done) => (done?.logScale ? [done.logScale] : [])),
  };
}

/** All tensors of a trace that its gradients do not hold on to: values, and what was saved beside them. */
export function tensorsOf({ applied }: Trace): Tensor[] {
  return applied.flatMap((done) => (done ? [done.value, ...(done.saved ?? [])] : []));
}

/** What a trace found out besides values: the logarithms of `rescale`, the statistics of batch-norms. */
export function findingsOf({ logScales, applied }: Trace): Tensor[] {
  return [...logScales, ...applied.flatMap((done) => (done?.statistics ? momentsOf(done.statistics) : []))];
}

export function momentsOf({ mean, variance }: { mean: Tensor; variance: Tensor }): readonly Tensor[] {
  return [mean, variance];
}

export interface BackwardResult {
  /** For each parameter; undefined where the output does not depend on it. */
  readonly parameters: readonly (Tensor | undefined)[];
  readonly input: Tensor | undefined;
}

/** Takes the gradient of the output back through the trace, and disposes of what the trace held on the way. */
export function backward(
  { tf }: Machine,
  plan: Plan,
  trace: Trace,
  outputGradient: Tensor,
  wants: WantedGradients,
  /** Sees the value of every node to which a gradient comes, with that. */
  visit?: (node: PlannedNode, value: Tensor, gradient: Tensor) => void,
): BackwardResult {
  const wanted = wantedGradients(plan, wants);
  const gradients: (Tensor | undefined)[] = plan.nodes.map(() => undefined);
  const parameters: (Tensor | undefined)[] = plan.parameters.map(() => undefined);
  gradients[plan.nodes.length - 1] = outputGradient;
  for (const node of plan.nodes.toReversed()) {
    const done = trace.applied[node.index];
    const dy = gradients[node.index];
    if (!done) continue;
    if (dy) visit?.(node, done.value, dy);
    if (dy && wanted[node.index] && node.index > 0 && !node.zero) {
      const back = done.backward(dy, {
        inputs: node.inputs.some((from) => wanted[from]),
        parameters: wants.parameters,
      });
      if (wants.parameters)
        for (const [i, position] of node.parameters.entries()) parameters[position] = back.parameters[i];
      else tf.dispose([...back.parameters]);
      for (const [i, from] of node.inputs.entries())
        gradients[from] = accumulate(tf, gradients[from], back.inputs[i], wanted[from]!);
    }
    if (node.index > 0) dy?.dispose();
    if (node.index < plan.nodes.length - 1) release(tf, done);
  }
  return { parameters, input: gradients[0] };
}

function accumulate(tf: TensorFlow, sum: Tensor | undefined, part: Tensor | undefined, wanted: boolean) {
  if (!part) return sum;
  if (!wanted) {
    part.dispose();
    return sum;
  }
  if (!sum) return part;
  const total = tf.add(sum, part);
  tf.dispose([sum, part]);
  return total;
}

function release(tf: TensorFlow, { value, saved }: Applied): void {
  value.dispose();
  if (saved) tf.dispose([...saved]);
}

function zeros(tf: TensorFlow, shape: number[]): Applied {
  return { value: tf.zeros(shape), backward: () => ({ inputs: [], parameters: [] }) };
}

function channelsLast(shape: readonly number[]): number[] {
  return [...shape.slice(1), shape[0]!];
}
