import { inferShapes } from "../network/shapes.ts";
import type { NetworkNode, NetworkSpec, Shape } from "../contracts/network.ts";
import type { ParameterInfo } from "../contracts/runtime.ts";
import { parametersOf } from "../network/parameters.ts";

/** A network made ready to run: what is computed, in which order, and where gradients go. */
export interface Plan {
  readonly spec: NetworkSpec;
  readonly shapes: readonly Shape[];
  readonly parameters: readonly ParameterInfo[];
  readonly nodes: readonly PlannedNode[];
}

export interface PlannedNode extends NetworkNode {
  readonly index: number;
  /** As in the spec, less the zeros that an addition need not add. */
  readonly inputs: readonly number[];
  /** Zero whatever the input: made only where something reads it. */
  readonly zero: boolean;
  /** Positions of its parameters in the list of all. */
  readonly parameters: readonly number[];
}

/** @throws {ProxyboError} `NETWORK_INVALID` naming the node, where the spec does not fit together. */
export function planNetwork(spec: NetworkSpec): Plan {
  const shapes = inferShapes(spec);
  const parameters = parametersOf(spec);
  const own: number[][] = spec.nodes.map(() => []);
  for (const [position, { node }] of parameters.entries()) own[node]!.push(position);
  const nodes: PlannedNode[] = [];
  for (const [index, { operation, inputs }] of spec.nodes.entries()) {
    const isZero = (from: number) => nodes[from]!.zero;
    const zero =
      operation.type === "zero" ||
      (keepsZero.has(operation.type) && inputs.length > 0 && inputs.every(isZero));
    const added = inputs.filter((from) => !isZero(from));
    nodes.push({
      index,
      operation,
      inputs: zero ? [] : operation.type === "add" ? added : inputs,
      zero,
      parameters: own[index]!,
    });
  }
  return { spec, shapes, parameters, nodes };
}

const keepsZero = new Set([
  "add",
  "avg-pool2d",
  "concat",
  "dropout",
  "global-avg-pool",
  "identity",
  "max-pool2d",
  "relu",
  "rescale",
  "truncate",
]);

/** Which nodes must be computed so that `roots` are known. */
export function liveNodes(plan: Plan, roots: readonly number[]): readonly boolean[] {
  const live = plan.nodes.map(() => false);
  for (const root of roots) live[root] = true;
  for (const node of plan.nodes.toReversed())
    if (live[node.index]) for (const from of node.inputs) live[from] = true;
  return live;
}

/** What gradients are taken of. */
export interface WantedGradients {
  readonly parameters: boolean;
  readonly input: boolean;
  /** Of the outputs of these. */
  readonly nodes?: ReadonlySet<number>;
}

/** At which nodes a gradient is of use: those behind which lies what gradients are taken of. */
export function wantedGradients(plan: Plan, wants: WantedGradients): readonly boolean[] {
  const wanted: boolean[] = [];
  for (const node of plan.nodes)
    wanted.push(
      (node.index === 0 && wants.input) ||
        wants.nodes?.has(node.index) ||
        (node.parameters.length > 0 && wants.parameters) ||
        node.inputs.some((from) => wanted[from]),
    );
  return wanted;
}
