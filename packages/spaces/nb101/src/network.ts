import { classesOf, type NetworkSpec, ProxyboError, type Task } from "@proxybo/core";
import { match } from "ts-pattern";
import { NetworkBuilder } from "./builder.ts";
import { type Cell, edgeBit, verticesOf } from "./cell.ts";
import { vertexChannels } from "./channels.ts";
import { operations } from "./operations.ts";

/** The network around the cells. The defaults are the official ones. */
export interface Macro {
  /** Channels of the stem and of the first stack; each further stack has twice as many. */
  readonly stemChannels: number;
  /** Stacks, with a 2×2 max-pool between two of them. */
  readonly stacks: number;
  readonly modulesPerStack: number;
  /** Weight of a new batch in the running statistics of batch-norm. */
  readonly normMomentum: number;
}

/**
 * The whole network: a 3×3 stem, stacks of modules (all of the same cell) with max-pools between them, global average
 * pool and a linear layer.
 *
 * Source: Ying et al., NAS-Bench-101 (ICML 2019), section 2.3, figure 1.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the input is no image, or one too small for that many stacks.
 */
export function network(cell: Cell, task: Task, macro: Macro): NetworkSpec {
  checkInput(task, macro);
  const builder = new NetworkBuilder(task.input, macro.normMomentum);
  let channels = macro.stemChannels;
  let node = builder.convNormRelu(builder.input, channels, 3);
  for (let stack = 0; stack < macro.stacks; stack++) {
    const wider = macro.stemChannels * 2 ** stack;
    if (stack > 0) node = builder.maxPool(node, 2, 2, 0);
    for (let module = 0; module < macro.modulesPerStack; module++) {
      node = addModule(builder, node, cell, vertexChannels(cell, channels, wider));
      channels = wider;
    }
  }
  node = builder.add({ type: "global-avg-pool" }, node);
  builder.add({ type: "linear", features: classesOf(task, "nb101"), bias: true }, node);
  return builder.build();
}

/**
 * One module. A vertex reads the sum of its sources, cut to its channels; the input comes through a projection (1×1
 * convolution, batch-norm, ReLU). The output joins its sources and adds a projection of the input where there is an edge.
 */
function addModule(builder: NetworkBuilder, input: number, cell: Cell, channels: readonly number[]): number {
  const output = verticesOf(cell) - 1;
  const has = (from: number, to: number): boolean => (cell.edges & edgeBit(from, to)) !== 0;
  const project = (to: number): readonly number[] =>
    has(0, to) ? [builder.convNormRelu(input, channels[to]!, 1)] : [];
  const nodes = [input];
  const from = (vertex: number, kept: number): number =>
    channels[vertex] === kept
      ? nodes[vertex]!
      : builder.add({ type: "truncate", channels: kept }, nodes[vertex]!);
  const inner = Array.from({ length: output - 1 }, (_, i) => i + 1);

  for (const vertex of inner) {
    const kept = channels[vertex]!;
    const read = inner.filter((source) => source < vertex && has(source, vertex));
    const sum = builder.sum([...read.map((source) => from(source, kept)), ...project(vertex)]);
    nodes.push(
      match(operations[cell.operations[vertex - 1]!])
        .with("conv3x3-bn-relu", () => builder.convNormRelu(sum, kept, 3))
        .with("conv1x1-bn-relu", () => builder.convNormRelu(sum, kept, 1))
        .with("maxpool3x3", () => builder.maxPool(sum, 3, 1, 1))
        .exhaustive(),
    );
  }
  const joined = inner.filter((vertex) => has(vertex, output)).map((vertex) => nodes[vertex]!);
  const parts = joined.length === 0 ? [] : [builder.join(joined)];
  return builder.sum([...parts, ...project(output)]);
}

function checkInput(task: Task, { stacks, stemChannels }: Macro): void {
  const [, height, width] = task.input;
  const shape = `[${task.input.join(", ")}]`;
  if (task.input.length !== 3 || height === undefined || width === undefined)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `nb101: expected images [channels, height, width], got ${shape}`,
    );
  const least = 2 ** (stacks - 1);
  if (height < least || width < least)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `nb101: expected images of ${least} × ${least} pixels or more for ${stacks} stacks, got ${shape}`,
      { hint: "use fewer stacks" },
    );
  if (stemChannels < mostJoined)
    throw new ProxyboError(
      "NETWORK_INVALID",
      `nb101: expected ${mostJoined} stem channels or more (a cell joins up to ${mostJoined} vertices), got ${stemChannels}`,
    );
}

/** 9 edges are enough for one in and one out of four vertices. */
const mostJoined = 4;
