/** The operations of NAS-Bench-201, in the order of their codes 0 … 4. */
export const operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"] as const;

export type OperationName = (typeof operations)[number];

/** Code of an operation: its place in `operations`. */
export type OperationCode = 0 | 1 | 2 | 3 | 4;

export const none = 0;
export const skip = 1;

/** The six edges [from, to] of the cell: node 0 is its input, node 3 its output. The order of the official strings. */
export const edges = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
  [2, 3],
] as const;
