import { classesOf, type NetworkSpec, ProxyboError, type Task } from "@proxybo/core";
import { type Architecture, operations, type OperationCode } from "./architecture.ts";
import { NetworkBuilder } from "./builder.ts";
import { type LiveCell, liveCell, type Sum } from "./cell.ts";

/** The network around the cells. The defaults are the official ones. */
export interface Macro {
  /** Channels of each block. */
  readonly filters: readonly number[];
  /** Cells in each block. */
  readonly cells: readonly number[];
  /** By how much each block's convolution shortens the sequence. */
  readonly strides: readonly number[];
  /** Groups of the convolutions in cells; divides all `filters`. */
  readonly groups: number;
  /** Hidden units of the LSTM behind the blocks; 0 leaves it out. */
  readonly hidden: number;
  /** Logits of the whole sequence, `[classes]`, or of each position, `[classes, length]`. */
  readonly output: "sequence" | "positions";
}

const blockKernel = 8;

/**
 * The whole network: blocks of a convolution over time and cells, each followed by ReLU clipped at 20 and a norm; an LSTM
 * and a linear layer.
 *
 * Source: Mehrotra et al., NAS-Bench-ASR (ICLR 2021), section 3, figure 1.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the input is no sequence, or the blocks do not fit together.
 */
export function network(architecture: Architecture, task: Task, macro: Macro): NetworkSpec {
  check(task, macro);
  const builder = new NetworkBuilder(task.input);
  const cell = liveCell(architecture);
  let node = builder.input;
  let length = task.input[1]!;
  let wanted = length;
  macro.filters.forEach((channels, block) => {
    const stride = macro.strides[block]!;
    wanted = Math.ceil(wanted / stride);
    const padding = blockPadding(length, stride, wanted);
    length = lengthAfter(length, stride, padding);
    const convolution = builder.convolution(node, { channels, kernel: blockKernel, stride, padding });
    node = builder.normalization(builder.clippedRelu(convolution));
    for (let i = 0; i < macro.cells[block]!; i++)
      node = builder.normalization(addCell(builder, node, cell, channels, macro.groups));
  });
  if (macro.hidden > 0) node = builder.add({ type: "lstm", hidden: macro.hidden }, node);
  if (macro.output === "sequence") node = builder.add({ type: "global-avg-pool" }, node);
  builder.add({ type: "linear", features: classesOf(task, "asr"), bias: true }, node);
  return builder.build();
}

/** The three nodes of a cell, as far as the output depends on them. */
function addCell(
  builder: NetworkBuilder,
  input: number,
  cell: LiveCell,
  channels: number,
  groups: number,
): number {
  const values = [input, 0, 0, 0];
  const sum = (of: Sum): number =>
    builder.sum(of.flatMap((times, value) => Array.from({ length: times }, () => values[value]!)));
  for (const { node, code, reads } of cell.operations)
    values[node] = addOperation(builder, sum(reads), code, channels, groups);
  const empty = cell.output.every((times) => times === 0);
  return empty ? builder.add({ type: "zero" }, input) : sum(cell.output);
}

function addOperation(
  builder: NetworkBuilder,
  input: number,
  code: OperationCode,
  channels: number,
  groups: number,
): number {
  const name = operations[code];
  if (name === "linear")
    return builder.clippedRelu(builder.add({ type: "linear", features: channels, bias: true }, input));
  if (name === "zero") return builder.add({ type: "zero" }, input);
  const { kernel, dilation } = convolutions[name];
  const padding = ((kernel - 1) * dilation) / 2;
  return builder.clippedRelu(builder.convolution(input, { channels, kernel, dilation, groups, padding }));
}

const convolutions = {
  conv5: { kernel: 5, dilation: 1 },
  conv5d2: { kernel: 5, dilation: 2 },
  conv7: { kernel: 7, dilation: 1 },
  conv7d2: { kernel: 7, dilation: 2 },
} as const;

/**
 * The benchmark pads the two ends differently, so that length L becomes ⌈L / stride⌉; with an even kernel and both ends
 * alike one position is too few or too many, which the next block makes up for.
 */
function blockPadding(length: number, stride: number, wanted: number): number {
  const miss = (padding: number): number => Math.abs(lengthAfter(length, stride, padding) - wanted);
  return miss(blockKernel / 2 - 1) < miss(blockKernel / 2) ? blockKernel / 2 - 1 : blockKernel / 2;
}

function lengthAfter(length: number, stride: number, padding: number): number {
  return Math.floor((length + 2 * padding - blockKernel) / stride) + 1;
}

function check(task: Task, { filters, cells, strides, groups }: Macro): void {
  const invalid = (expected: string, got: string, hint?: string): never => {
    throw new ProxyboError(
      "NETWORK_INVALID",
      `asr: expected ${expected}, got ${got}`,
      hint === undefined ? {} : { hint },
    );
  };
  if (task.input.length !== 2)
    invalid("sequences [features, length]", `[${task.input.join(", ")}]`, "80 log-mel features are usual");
  if (cells.length !== filters.length || strides.length !== filters.length)
    invalid(
      "as many 'cells' and 'strides' as 'filters'",
      `${cells.length}, ${strides.length} and ${filters.length}`,
    );
  const uneven = filters.find((channels) => channels % groups !== 0);
  if (uneven !== undefined) invalid(`'filters' that ${groups} groups divide`, String(uneven));
}
