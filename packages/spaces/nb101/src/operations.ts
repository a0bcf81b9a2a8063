/** The operations of NAS-Bench-101 on inner vertices, in the order of their codes 0, 1, 2 (and of their labels in the official hash). */
export const operations = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"] as const;

export type OperationName = (typeof operations)[number];

/** Code of an operation: its place in `operations`. */
export type OperationCode = 0 | 1 | 2;

/** The short names that the text form uses, by code. */
export const shortNames = ["conv3x3", "conv1x1", "maxpool3x3"] as const;

/** The most vertices of a cell, input and output included. */
export const maximumVertices = 7;

/** The most edges of a cell. */
export const maximumEdges = 9;
