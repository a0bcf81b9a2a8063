/** The operations of NAS-Bench-ASR, in the order of their codes 0 … 5. */
export const operations = ["linear", "conv5", "conv5d2", "conv7", "conv7d2", "zero"] as const;

export type OperationName = (typeof operations)[number];

/** Code of an operation: its place in `operations`. */
export type OperationCode = 0 | 1 | 2 | 3 | 4 | 5;

export const zero = 5;

type Skip = 0 | 1;

/**
 * A cell of three nodes, as the benchmark's vectors have it: the operation of each node, which reads the node before, and
 * for the cell's input and each earlier node whether it is added to the node's value.
 *
 * @example
 * const residual: Architecture = [[1, 1], [1, 0, 1], [0, 0, 0, 0]]; // conv5 and conv5, each with a skip edge, then linear
 */
export type Architecture = readonly [
  readonly [OperationCode, Skip],
  readonly [OperationCode, Skip, Skip],
  readonly [OperationCode, Skip, Skip, Skip],
];

/** How many values each entry of the flat vector can have. */
export const levels: readonly number[] = [6, 2, 6, 2, 2, 6, 2, 2, 2];

/** 6³ · 2⁶ = 13,824 vectors. */
export const size: number = levels.reduce((product, count) => product * count, 1);

/** How much a step of each entry moves the index: the first entry the least, as the benchmark counts. */
export const strides: readonly number[] = levels.map((_, entry) =>
  levels.slice(0, entry).reduce((product, count) => product * count, 1),
);

const table: Architecture[] = [];

/** The place of an architecture in the order of `enumerate()`, 0 … 13,823. */
export function indexOf(architecture: Architecture): number {
  const flat: readonly number[] = architecture.flat();
  return flat.reduce((index, value, entry) => index + value * strides[entry]!, 0);
}

/** The architecture at `index` (0 … 13,823), a frozen value that is made once. */
export function architectureAt(index: number): Architecture {
  return (table[index] ??= nested(
    strides.map((stride, entry) => Math.floor(index / stride) % levels[entry]!),
  ));
}

function nested(flat: readonly number[]): Architecture {
  const nodes = [flat.slice(0, 2), flat.slice(2, 5), flat.slice(5)];
  return Object.freeze(nodes.map((node) => Object.freeze(node))) as unknown as Architecture;
}
