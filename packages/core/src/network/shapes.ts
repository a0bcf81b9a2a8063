import type { NetworkNode, NetworkSpec, Shape } from "../contracts/network.ts";
import { ProxyboError } from "../errors/error.ts";

/**
 * The shape of every node's output, for one example.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` naming the node, where the spec does not fit together.
 * @example
 * inferShapes(spec).at(-1) // => [10], the logits of ten classes
 */
export function inferShapes(spec: NetworkSpec): readonly Shape[] {
  const shapes: Shape[] = [];
  for (let index = 0; index < spec.nodes.length; index++)
    shapes.push(outputShape({ index, node: spec.nodes[index]!, shapes, networkInput: spec.input }));
  if (shapes.length === 0) throw new ProxyboError("NETWORK_INVALID", "expected at least one node, got none");
  return shapes;
}

/** A node in its network, where the shapes of all earlier nodes are known. */
interface Place {
  readonly index: number;
  readonly node: NetworkNode;
  readonly shapes: readonly Shape[];
  readonly networkInput: Shape;
}

// A plain switch and no closures: this runs for every node of every candidate where a search is bounded by cost.
function outputShape(place: Place): Shape {
  const { operation } = place.node;
  checkInputs(place);
  if (operation.type === "input") return positive(place, place.networkInput);
  const first = inputShape(place, 0);
  const channels = first[0]!;
  switch (operation.type) {
    case "conv2d": {
      const { kernel, stride, padding, dilation } = operation;
      needsRank(place, first, 3);
      needsGroups(place, operation.groups, channels, operation.channels);
      return positive(place, [
        operation.channels,
        strided(first[1]!, kernel[0], stride[0], padding[0], dilation[0]),
        strided(first[2]!, kernel[1], stride[1], padding[1], dilation[1]),
      ]);
    }
    case "conv1d": {
      const { kernel, stride, padding, dilation } = operation;
      needsRank(place, first, 2);
      needsGroups(place, operation.groups, channels, operation.channels);
      // Only the sum of both paddings matters for the length.
      const both = typeof padding === "number" ? padding : (padding[0] + padding[1]) / 2;
      return positive(place, [operation.channels, strided(first[1]!, kernel, stride, both, dilation)]);
    }
    case "max-pool2d":
    case "avg-pool2d": {
      const { kernel, stride, padding } = operation;
      needsRank(place, first, 3);
      return positive(place, [
        channels,
        strided(first[1]!, kernel[0], stride[0], padding[0], 1),
        strided(first[2]!, kernel[1], stride[1], padding[1], 1),
      ]);
    }
    case "global-avg-pool":
      return [channels];
    case "add":
      needsAlike(place, 0, "adds");
      return first;
    case "concat":
      needsAlike(place, 1, "joins");
      return [place.node.inputs.reduce((sum, from) => sum + place.shapes[from]![0]!, 0), ...first.slice(1)];
    case "linear":
      if (first.length > 2) invalid(place, "expected [features] or [channels, length]");
      return [operation.features, ...first.slice(1)];
    case "lstm":
      needsRank(place, first, 2);
      return [operation.hidden, first[1]!];
    case "truncate":
      if (operation.channels > channels)
        invalid(place, `keeps ${operation.channels} of ${channels} channels`);
      return [operation.channels, ...first.slice(1)];
    case "dropout":
      if (!(operation.rate >= 0 && operation.rate < 1))
        invalid(place, `expected a rate of at least 0 and below 1, got ${operation.rate}`);
      return first;
    case "batch-norm":
    case "layer-norm":
    case "relu":
    case "identity":
    case "zero":
    case "rescale":
      return first;
    default:
      return operation satisfies never;
  }
}

function checkInputs(place: Place): void {
  const { index, node, shapes } = place;
  const { type } = node.operation;
  // `shapes` ends before this node, so that a later one has none.
  for (const from of node.inputs)
    if (shapes[from] === undefined) invalid(place, `reads node ${from}; expected an earlier node`);
  if ((type === "input") !== (index === 0)) invalid(place, "the input must be node 0, and only node 0");
  const count = node.inputs.length;
  const takesMany = type === "add" || type === "concat";
  if (type !== "input" && (takesMany ? count < 1 : count !== 1))
    invalid(place, `reads ${count} nodes; expected ${takesMany ? "at least one" : "one"}`);
}

function inputShape({ node, shapes }: Place, input: number): Shape {
  return shapes[node.inputs[input]!]!;
}

/** Checks that all inputs have one shape, from dimension `start` on. */
function needsAlike(place: Place, start: number, verb: string): void {
  const first = inputShape(place, 0);
  for (let input = 1; input < place.node.inputs.length; input++) {
    const other = inputShape(place, input);
    let alike = other.length === first.length;
    for (let i = start; alike && i < first.length; i++) alike = other[i] === first[i];
    if (!alike) invalid(place, `${verb} [${first.join(", ")}] and [${other.join(", ")}]`);
  }
}

function needsRank(place: Place, shape: Shape, rank: number): void {
  if (shape.length !== rank) invalid(place, `input is [${shape.join(", ")}]; expected ${rank} dimensions`);
}

function needsGroups(place: Place, groups: number, channels: number, out: number): void {
  if (channels % groups !== 0 || out % groups !== 0)
    invalid(place, `${groups} groups do not divide ${channels} and ${out} channels`);
}

function positive(place: Place, shape: Shape): Shape {
  for (const size of shape)
    if (!Number.isInteger(size) || size <= 0) invalid(place, `output would be [${shape.join(", ")}]`);
  return shape;
}

function strided(size: number, kernel: number, stride: number, padding: number, dilation: number): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

function invalid({ index, node }: Place, fault: string): never {
  throw new ProxyboError("NETWORK_INVALID", `node ${index} (${node.operation.type}): ${fault}`);
}
