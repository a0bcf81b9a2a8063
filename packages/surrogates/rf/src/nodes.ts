import type { Feature } from "@proxybo/core";

/** Integers a node: feature (−1 in a leaf), index of its left child (the right one follows), its split, unused. */
export const nodeStride = 4;

/**
 * The nodes of all trees in flat arrays. A categorical split of ≤ 32 levels is a mask within the node (bit = 1: the
 * level goes right); of more levels, the place in `wideMasks` where its words start; a continuous split sends values
 * ≤ `thresholds[node]` left.
 */
export interface Nodes {
  readonly features: readonly Feature[];
  /** Index of the root of each tree. */
  readonly roots: Int32Array;
  readonly structure: Int32Array;
  readonly thresholds: Float64Array;
  /** Weighted mean of the targets in a leaf. */
  readonly means: Float64Array;
  /** Weighted variance of the targets in a leaf. */
  readonly variances: Float64Array;
  readonly wideMasks: Int32Array;
}

/** Words that a mask over `levels` levels takes outside its node. */
export function wideWords(levels: number): number {
  return levels <= 32 ? 0 : (levels + 31) >> 5;
}
