import type { NormalizationMode, ParameterRole } from "@proxybo/core";
import { type Plan, type PlannedNode, type WantedGradients, wantedGradients } from "@proxybo/core/runtime";
import { sum } from "../graph/elementwise.ts";
import { Graph, type Value } from "../graph/graph.ts";
import { filled } from "../graph/shaping.ts";
import { type Applied, apply } from "../operations/apply.ts";
import { Tangents } from "./tangents.ts";

export interface WriteOptions {
  readonly plan: Plan;
  /** Examples in the batch. */
  readonly n: number;
  readonly normalization: NormalizationMode;
  readonly live: readonly boolean[];
  /** Whether dropout drops. */
  readonly training: boolean;
  /** See `Step.fused`. */
  readonly fused: boolean;
  /** Nodes that compute the same are taken for one; where a node's own gradient is asked for, they must not. */
  readonly merged: boolean;
  /** See `Graph.block`. */
  readonly block: number | undefined;
  /** Parameters of these roles move along themselves; how values move with them is written beside them. */
  readonly along?: readonly ParameterRole[];
}

/** What was written of a network, on the way forth. */
export interface Written {
  readonly graph: Graph;
  readonly options: WriteOptions;
  readonly applied: readonly (Applied | undefined)[];
  /** For each node the first one that computes the same. */
  readonly representatives: readonly number[];
  readonly parameters: readonly Value[];
  /** Nodes of a group are computed in one session. */
  readonly groups: readonly number[];
  readonly output: Value | undefined;
  /** How values move with the parameters, where some do. */
  readonly tangents: Tangents;
}

/** The names of a graph's inputs. */
export const names = {
  inputs: "inputs",
  targets: "targets",
  outputGradient: "output-gradient",
  parameter: (position: number) => `parameter ${position}`,
  direction: (position: number) => `direction ${position}`,
  drop: (node: number) => `drop ${node}`,
  mean: (node: number) => `mean ${node}`,
  variance: (node: number) => `variance ${node}`,
};

/** Writes the live nodes in order. */
export function writeForward(options: WriteOptions): Written {
  const { plan, n, live, normalization, training, fused, merged, block, along = [] } = options;
  const graph = new Graph(block);
  const parameters = plan.parameters.map(({ shape }, i) => graph.input(names.parameter(i), shape));
  const moving = parameters.filter((_, i) => along.includes(plan.parameters[i]!.role));
  const tangents = new Tangents(graph, new Map(moving.map((value) => [value, value])));
  const groups = groupsOf(plan);
  const applied: (Applied | undefined)[] = [];
  const representatives: number[] = [];
  const first = new Map<Value, number>();
  const valueOf = (node: PlannedNode): Applied => {
    const { index, operation } = node;
    const shape = plan.shapes[index]!;
    if (node.zero) return zeros(graph, [n, ...shape]);
    const channels = [shape[0]!];
    return apply({
      graph,
      operation,
      normalization,
      fused,
      inputs:
        index === 0
          ? [graph.input(names.inputs, [n, ...shape])]
          : node.inputs.map((from) => applied[from]!.value),
      parameters: node.parameters.map((position) => parameters[position]!),
      ...(training && operation.type === "dropout" && operation.rate > 0
        ? { drop: graph.input(names.drop(index), [n, ...shape]) }
        : {}),
      ...(normalization === "running" && operation.type === "batch-norm"
        ? {
            running: {
              mean: graph.input(names.mean(index), channels),
              variance: graph.input(names.variance(index), channels),
            },
          }
        : {}),
    });
  };
  for (const node of plan.nodes) {
    const { index } = node;
    if (index === 0 || groups[index] !== groups[index - 1]) graph.cut();
    const before = graph.primitives.length;
    const done = live[index] ? valueOf(node) : undefined;
    if (moving.length > 0) tangents.follow(graph.primitives.slice(before));
    applied.push(done);
    const known = done && merged ? first.get(done.value) : undefined;
    representatives.push(known ?? index);
    if (done && known === undefined) first.set(done.value, index);
  }
  const output = applied.at(-1)?.value;
  return { graph, options, applied, representatives, parameters, groups, output, tangents };
}

function zeros(graph: Graph, shape: readonly number[]): Applied {
  return { value: filled(graph, 0, shape), backward: () => ({ inputs: [], parameters: [] }) };
}

/** A convolution with what is chained to it before and behind is one group: few kinds of them make many networks. */
function groupsOf({ nodes, spec }: Plan): readonly number[] {
  const uses = nodes.map(() => 0);
  for (const { inputs } of spec.nodes) for (const from of inputs) uses[from]!++;
  const groups: number[] = [];
  let weighs = false;
  for (const { index, operation, inputs } of nodes) {
    const heavy = heavyOperations.has(operation.type);
    const chained = index > 1 && inputs.length === 1 && inputs[0] === index - 1 && uses[index - 1] === 1;
    const joins: boolean = chained && !(heavy && weighs);
    groups.push(joins ? groups[index - 1]! : index);
    weighs = heavy || (joins && weighs);
  }
  return groups;
}

const heavyOperations = new Set(["conv1d", "conv2d", "linear", "lstm"]);

export interface Differentiated {
  /** For each parameter; undefined where the output does not depend on it. */
  readonly parameters: readonly (Value | undefined)[];
  readonly input: Value | undefined;
  /** For each node; undefined where no gradient comes. */
  readonly nodes: readonly (Value | undefined)[];
}

/** Writes the way back of the output's gradient. */
export function writeBackward(
  written: Written,
  outputGradient: Value,
  wants: WantedGradients,
): Differentiated {
  const { graph, options, applied, representatives, groups } = written;
  const { plan } = options;
  const wanted = wantedGradients(plan, wants);
  const coming: Value[][] = plan.nodes.map(() => []);
  const gradients: (Value | undefined)[] = plan.nodes.map(() => undefined);
  const parameters: (Value | undefined)[] = plan.parameters.map(() => undefined);
  coming[representatives.at(-1)!]!.push(outputGradient);
  let group = -1;
  for (const node of plan.nodes.toReversed()) {
    const { index } = node;
    const done = applied[index];
    const parts = coming[index]!;
    if (!done || parts.length === 0 || !wanted[index] || node.zero) continue;
    if (groups[index] !== group) graph.cut();
    group = groups[index]!;
    const dy = sum(graph, parts);
    gradients[index] = dy;
    if (index === 0) break;
    const back = done.backward(dy, {
      inputs: node.inputs.some((from) => wanted[from]),
      parameters: wants.parameters,
    });
    if (wants.parameters)
      for (const [i, position] of node.parameters.entries()) parameters[position] = back.parameters[i];
    for (const [i, from] of node.inputs.entries()) {
      const part = back.inputs[i];
      if (part && wanted[from]) coming[representatives[from]!]!.push(part);
    }
  }
  return { parameters, input: gradients[0], nodes: gradients };
}
