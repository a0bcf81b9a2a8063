import type { Forest } from "./forest.ts";
import { nodeStride, wideWords, type Nodes } from "./nodes.ts";

/**
 * Mean and variance of the target for `n` rows, n × features, row-major. The variance follows the law of total variance: variance
 * of the trees' means + mean of the variances within the leaves (Hutter et al. 2014, eq. 4), at least the floor.
 */
export function predictForest(
  forest: Forest,
  rows: Float64Array,
  n: number,
): { mean: Float64Array; variance: Float64Array } {
  const { nodes, varianceFloor } = forest;
  const mean = new Float64Array(n);
  const variance = new Float64Array(n);
  const trees = nodes.roots.length;
  const leaf = nodes.features.every((f) => f.kind === "categorical" && wideWords(f.levels) === 0)
    ? leafOfNarrowCategorical
    : leafOf;
  const { means, variances } = nodes;
  for (let i = 0; i < n; i++) {
    const at = i * nodes.features.length;
    let sum = 0;
    let within = 0;
    // Squares are taken around the first tree's mean: targets far from 0 would cancel.
    let origin = 0;
    let squares = 0;
    for (let tree = 0; tree < trees; tree++) {
      const node = leaf(nodes, tree, rows, at);
      if (tree === 0) origin = means[node]!;
      const difference = means[node]! - origin;
      sum += difference;
      squares += difference * difference;
      within += variances[node]!;
    }
    const shift = sum / trees;
    mean[i] = origin + shift;
    variance[i] = Math.max(varianceFloor, squares / trees - shift * shift + within / trees);
  }
  return { mean, variance };
}

/** The leaf that the row at `at` falls into, where all features are categorical with at most 32 levels. */
function leafOfNarrowCategorical(nodes: Nodes, tree: number, rows: Float64Array, at: number): number {
  const structure = nodes.structure;
  let node = nodes.roots[tree]!;
  let f = structure[node * nodeStride]!;
  while (f >= 0) {
    node =
      structure[node * nodeStride + 1]! + ((structure[node * nodeStride + 2]! >>> (rows[at + f]! | 0)) & 1);
    f = structure[node * nodeStride]!;
  }
  return node;
}

/** The leaf that the row at `at` falls into. */
function leafOf(nodes: Nodes, tree: number, rows: Float64Array, at: number): number {
  const { structure, thresholds, wideMasks, features } = nodes;
  let node = nodes.roots[tree]!;
  let f = structure[node * nodeStride]!;
  while (f >= 0) {
    const feature = features[f]!;
    const value = rows[at + f]!;
    let right: number;
    if (feature.kind === "continuous") right = value <= thresholds[node]! ? 0 : 1;
    else {
      const split = structure[node * nodeStride + 2]!;
      const mask = feature.levels <= 32 ? split : wideMasks[split + (value >> 5)]!;
      right = (mask >>> (value & 31)) & 1;
    }
    node = structure[node * nodeStride + 1]! + right;
    f = structure[node * nodeStride]!;
  }
  return node;
}
