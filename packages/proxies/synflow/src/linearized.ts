import type { NetworkNode, NetworkSpec, Operation } from "@proxybo/core";
import { cutNodes } from "./cut-nodes.ts";

/**
 * The network that synflow differentiates: batch-norm, layer-norm and ReLU replaced by identity, and `rescale` after every node that
 * may enlarge values, as long as all paths pass it and the rest of the network only multiplies by what comes in.
 *
 * A ReLU changes nothing: no value is negative, and where one is 0, every product of weights that it adds up is, so that it does not move with
 * them.
 */
export function linearized(spec: NetworkSpec): NetworkSpec {
  const rescaled = new Set(rescalable(spec));
  const nodes: NetworkNode[] = [];
  const moved: number[] = [];
  for (const [index, { operation, inputs }] of spec.nodes.entries()) {
    nodes.push({
      operation: isLeftOut(operation) ? { type: "identity" } : operation,
      inputs: inputs.map((from) => moved[from]!),
    });
    if (rescaled.has(index)) nodes.push({ operation: { type: "rescale" }, inputs: [nodes.length - 1] });
    moved.push(nodes.length - 1);
  }
  return { ...spec, nodes };
}

/**
 * Nodes after which the values may be divided by s so that every ∂L/∂θ is divided by s: cut nodes from which on the
 * network is homogeneous. The output's own bias adds to no derivative.
 */
function rescalable({ nodes }: NetworkSpec): readonly number[] {
  const output = nodes.length - 1;
  const lastInhomogeneous = nodes.findLastIndex(
    ({ operation }, index) => !isHomogeneous(operation, index === output),
  );
  return cutNodes({ nodes }).filter(
    (index) => index < output && index >= lastInhomogeneous && enlarges(nodes[index]!.operation),
  );
}

function isLeftOut(operation: Operation): boolean {
  const { type } = operation;
  return (
    type === "batch-norm" || type === "layer-norm" || (type === "relu" && operation.ceiling === undefined)
  );
}

/** Whether f(s·x) = s·f(x) for s > 0, up to what does not change derivatives by earlier parameters. */
function isHomogeneous(operation: Operation, isOutput: boolean): boolean {
  switch (operation.type) {
    case "lstm":
      return false;
    case "relu":
      return operation.ceiling === undefined;
    case "conv1d":
    case "conv2d":
    case "linear":
      return !operation.bias || isOutput;
    default:
      return true;
  }
}

function enlarges({ type }: Operation): boolean {
  return type === "conv1d" || type === "conv2d" || type === "linear" || type === "add";
}
