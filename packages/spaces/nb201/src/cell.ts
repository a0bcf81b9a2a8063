import { match } from "ts-pattern";
import type { Architecture } from "./architecture.ts";
import type { NetworkBuilder } from "./builder.ts";
import { canonicalCell } from "./canonical.ts";
import { edges, operations, type OperationCode } from "./operations.ts";

/** Appends a cell to a network under construction: after node `input`, with that many channels; gives its last node. */
export type AddCell = (builder: NetworkBuilder, input: number, channels: number) => number;

/** Cells with their live operations only; architectures of one network give the same nodes in the same order. */
export function liveCell(architecture: Architecture): AddCell {
  const cell = canonicalCell(architecture);
  return (builder, input, channels) => {
    if (cell.output.length === 0) return builder.add({ type: "zero" }, input);
    const nodes = [input];
    const sums = new Map<string, number>();
    // Operations that read the same sum share it, as the edges that leave a node of the cell do.
    const sumOf = (values: readonly number[]): number => {
      const name = values.join();
      const sum = sums.get(name) ?? builder.sum(values.map((value) => nodes[value]!));
      sums.set(name, sum);
      return sum;
    };
    for (const { code, reads } of cell.operations)
      nodes.push(addOperation(builder, code, sumOf(reads), channels));
    return sumOf(cell.output);
  };
}

/** Cells as the benchmark trained them: all six operations, dead ones too, `none` as zero. */
export function wholeCell(architecture: Architecture): AddCell {
  return (builder, input, channels) => {
    const nodes = [input];
    for (const node of [1, 2, 3]) {
      const terms = edges.flatMap(([from, to], edge) =>
        to === node ? [addOperation(builder, architecture[edge]!, nodes[from]!, channels)] : [],
      );
      nodes.push(builder.sum(terms));
    }
    return nodes[3]!;
  };
}

function addOperation(builder: NetworkBuilder, code: OperationCode, input: number, channels: number): number {
  return match(operations[code])
    .with("none", () => builder.add({ type: "zero" }, input))
    .with("skip_connect", () => builder.add({ type: "identity" }, input))
    .with("nor_conv_1x1", () => builder.reluConvNorm(input, channels, 1, 1))
    .with("nor_conv_3x3", () => builder.reluConvNorm(input, channels, 3, 1))
    .with("avg_pool_3x3", () => builder.averagePool(input, 3, 1, 1))
    .exhaustive();
}
