import { match } from "ts-pattern";
import type { NetworkSpec, Operation, Shape } from "../contracts/network.ts";
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
  for (const [index, node] of spec.nodes.entries()) {
    const invalid = (fault: string): never => {
      throw new ProxyboError("NETWORK_INVALID", `node ${index} (${node.operation.type}): ${fault}`);
    };
    const inputs = node.inputs.map((from) => {
      const shape = from < index ? shapes[from] : undefined;
      return shape ?? invalid(`reads node ${from}; expected an earlier node`);
    });
    const expectsNone = node.operation.type === "input";
    const takesMany = node.operation.type === "add" || node.operation.type === "concat";
    if (expectsNone !== (index === 0)) invalid("the input must be node 0, and only node 0");
    if (!expectsNone && (takesMany ? inputs.length < 1 : inputs.length !== 1))
      invalid(`reads ${inputs.length} nodes; expected ${takesMany ? "at least one" : "one"}`);
    shapes.push(outputShape(node.operation, inputs, spec.input, invalid));
  }
  if (shapes.length === 0) throw new ProxyboError("NETWORK_INVALID", "expected at least one node, got none");
  return shapes;
}

function outputShape(
  operation: Operation,
  inputs: readonly Shape[],
  networkInput: Shape,
  invalid: (fault: string) => never,
): Shape {
  const first = inputs[0] ?? networkInput;
  const channels = first[0]!;
  const needsRank = (rank: number): void => {
    if (first.length !== rank) invalid(`input is [${first.join(", ")}]; expected ${rank} dimensions`);
  };
  const positive = (shape: Shape): Shape =>
    shape.every((size) => Number.isInteger(size) && size > 0)
      ? shape
      : invalid(`output would be [${shape.join(", ")}]`);
  const needsGroups = (groups: number, out: number): void => {
    if (channels % groups !== 0 || out % groups !== 0)
      invalid(`${groups} groups do not divide ${channels} and ${out} channels`);
  };
  return match(operation)
    .with({ type: "input" }, () => positive(networkInput))
    .with({ type: "conv2d" }, (conv) => {
      needsRank(3);
      needsGroups(conv.groups, conv.channels);
      return positive([
        conv.channels,
        strided(first[1]!, conv.kernel[0], conv.stride[0], conv.padding[0], conv.dilation[0]),
        strided(first[2]!, conv.kernel[1], conv.stride[1], conv.padding[1], conv.dilation[1]),
      ]);
    })
    .with({ type: "conv1d" }, (conv) => {
      needsRank(2);
      needsGroups(conv.groups, conv.channels);
      return positive([
        conv.channels,
        strided(first[1]!, conv.kernel, conv.stride, conv.padding, conv.dilation),
      ]);
    })
    .with({ type: "max-pool2d" }, { type: "avg-pool2d" }, (pool) => {
      needsRank(3);
      return positive([
        channels,
        strided(first[1]!, pool.kernel[0], pool.stride[0], pool.padding[0], 1),
        strided(first[2]!, pool.kernel[1], pool.stride[1], pool.padding[1], 1),
      ]);
    })
    .with({ type: "global-avg-pool" }, () => [channels])
    .with({ type: "add" }, () => {
      const other = inputs.find((shape) => shape.join() !== first.join());
      return other ? invalid(`adds [${first.join(", ")}] and [${other.join(", ")}]`) : first;
    })
    .with({ type: "concat" }, () => {
      const other = inputs.find((shape) => shape.slice(1).join() !== first.slice(1).join());
      if (other) invalid(`joins [${first.join(", ")}] and [${other.join(", ")}]`);
      return [inputs.reduce((sum, shape) => sum + shape[0]!, 0), ...first.slice(1)];
    })
    .with({ type: "linear" }, (linear) =>
      first.length <= 2
        ? [linear.features, ...first.slice(1)]
        : invalid("expected [features] or [channels, length]"),
    )
    .with({ type: "lstm" }, (lstm) => {
      needsRank(2);
      return [lstm.hidden, first[1]!];
    })
    .with({ type: "truncate" }, ({ channels: kept }) =>
      kept <= channels ? [kept, ...first.slice(1)] : invalid(`keeps ${kept} of ${channels} channels`),
    )
    .with(
      { type: "batch-norm" },
      { type: "relu" },
      { type: "identity" },
      { type: "zero" },
      { type: "rescale" },
      () => first,
    )
    .exhaustive();
}

function strided(size: number, kernel: number, stride: number, padding: number, dilation: number): number {
  return Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}
