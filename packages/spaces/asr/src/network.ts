import { type NetworkSpec, ProxyboError, type Task } from "@proxybo/core";
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
  /** With which probability training drops each value behind an operation of a cell, and before the LSTM. */
  readonly dropout: number;
}

const blockKernel = 8;

/**
 * The whole network: blocks of a convolution over time, ReLU clipped at 20 and layer norm, and of cells, each with a layer
 * norm behind it; an LSTM and a linear layer. For a transcription task the output is that of each of the last positions,
 * `[symbols + 1, positions]`; for a classification task the mean over them comes before the linear layer, `[classes]`.
 *
 * Source: Mehrotra et al., NAS-Bench-ASR (ICLR 2021), section 3, figure 1; paddings, dropout and ε of the norms as in its
 * published model.
 *
 * @throws {ProxyboError} `NETWORK_INVALID` where the input is no sequence, or the blocks do not fit together.
 */
export function network(architecture: Architecture, task: Task, macro: Macro): NetworkSpec {
  check(task, macro);
  const builder = new NetworkBuilder(task.input);
  const cell = liveCell(architecture);
  let node = builder.input;
  macro.filters.forEach((channels, block) => {
    const stride = macro.strides[block]!;
    const convolution = builder.convolution(node, { channels, kernel: blockKernel, stride });
    node = builder.normalization(builder.clippedRelu(convolution));
    for (let i = 0; i < macro.cells[block]!; i++)
      node = builder.normalization(addCell(builder, node, cell, channels, macro));
  });
  if (macro.hidden > 0)
    node = builder.add({ type: "lstm", hidden: macro.hidden }, builder.dropout(node, macro.dropout));
  addHead(builder, node, task);
  return builder.build();
}

function addHead(builder: NetworkBuilder, node: number, task: Task): void {
  if (task.kind === "transcription")
    builder.add({ type: "linear", features: task.symbols + 1, bias: true }, node);
  else
    builder.add(
      { type: "linear", features: task.classes, bias: true },
      builder.add({ type: "global-avg-pool" }, node),
    );
}

/** The three nodes of a cell, as far as the output depends on them. */
function addCell(
  builder: NetworkBuilder,
  input: number,
  cell: LiveCell,
  channels: number,
  macro: Macro,
): number {
  const values = [input, 0, 0, 0];
  const sum = (of: Sum): number =>
    builder.sum(of.flatMap((times, value) => Array.from({ length: times }, () => values[value]!)));
  for (const { node, code, reads } of cell.operations)
    values[node] = addOperation(builder, sum(reads), code, channels, macro);
  const empty = cell.output.every((times) => times === 0);
  return empty ? builder.add({ type: "zero" }, input) : sum(cell.output);
}

function addOperation(
  builder: NetworkBuilder,
  input: number,
  code: OperationCode,
  channels: number,
  { groups, dropout }: Macro,
): number {
  const name = operations[code];
  if (name === "zero") return builder.add({ type: "zero" }, input);
  const sums =
    name === "linear"
      ? builder.add({ type: "linear", features: channels, bias: true }, input)
      : builder.convolution(input, { channels, groups, ...convolutions[name] });
  return builder.dropout(builder.clippedRelu(sums), dropout);
}

const convolutions = {
  conv5: { kernel: 5, dilation: 1 },
  conv5d2: { kernel: 5, dilation: 2 },
  conv7: { kernel: 7, dilation: 1 },
  conv7d2: { kernel: 7, dilation: 2 },
} as const;

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
