import { groupCodes } from "./level-codes.ts";
import type { Forest } from "./forest.ts";
import { bitsetsApply, leafBitsets, type LeafBitsets } from "./leaf-bitsets.ts";
import { nodeStride, type Nodes } from "./nodes.ts";

// Module runners read imports through getters: hot loops read these copies.
const stride = nodeStride;

/** From so many rows on it pays to build bitsets first. */
const manyRows = 256;

interface MeanAndVariance {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Gives a function that predicts mean and variance of the target for `n` rows, n × features, row-major. The variance
 * follows the law of total variance: variance of the trees' means + mean of the variances within the leaves (Hutter et
 * al. 2014, eq. 4), at least the floor.
 */
export function forestPredictor(forest: Forest): (rows: Float64Array, n: number) => MeanAndVariance {
  const { nodes, varianceFloor } = forest;
  const applicable = bitsetsApply(nodes.features);
  let bitsets: LeafBitsets | undefined;
  return (rows, n) => {
    const total = new Total(n);
    if (applicable && n >= manyRows) bitsets ??= leafBitsets(nodes);
    if (bitsets) addByBitsets(total, bitsets, groupCodes(rows, n, bitsets.groups), nodes.roots.length);
    else addByWalking(total, nodes, rows);
    return total.over(nodes.roots.length, varianceFloor);
  };
}

/** Sums over trees for each row. */
class Total {
  readonly sums: Float64Array;
  /** Sums of squares around the first tree's mean: targets far from 0 would cancel otherwise. */
  readonly squares: Float64Array;
  readonly within: Float64Array;
  readonly origins: Float64Array;
  constructor(n: number) {
    this.sums = new Float64Array(n);
    this.squares = new Float64Array(n);
    this.within = new Float64Array(n);
    this.origins = new Float64Array(n);
  }
  over(trees: number, floor: number): MeanAndVariance {
    const { sums, squares, within, origins } = this;
    for (let i = 0; i < sums.length; i++) {
      const shift = sums[i]! / trees;
      squares[i] = Math.max(floor, squares[i]! / trees - shift * shift + within[i]! / trees);
      sums[i] = origins[i]! + shift;
    }
    return { mean: sums, variance: squares };
  }
}

function addByBitsets(total: Total, bitsets: LeafBitsets, codes: Int32Array, trees: number): void {
  const { sums, squares, within, origins } = total;
  const { groups, words, bits, means, variances } = bitsets;
  const width = groups.members.length;
  for (let tree = 0; tree < trees; tree++) {
    const start = tree * words;
    for (let i = 0, row = 0; i < sums.length; i++, row += width) {
      let word = start;
      let open = 0;
      for (; ; word++) {
        const at = word * groups.codes;
        open = -1;
        for (let g = 0; g < width; g++) open &= bits[at + codes[row + g]!]!;
        if (open !== 0) break;
      }
      // The lowest bit: those above the tree's last leaf were never cleared.
      const leaf = word * 32 + 31 - Math.clz32(open & -open);
      const mean = means[leaf]!;
      if (tree === 0) origins[i] = mean;
      const difference = mean - origins[i]!;
      sums[i]! += difference;
      squares[i]! += difference * difference;
      within[i]! += variances[leaf]!;
    }
  }
}

/** For any features: walks down every tree, tree by tree so that its nodes stay in cache. */
function addByWalking(total: Total, nodes: Nodes, rows: Float64Array): void {
  const { sums, squares, within, origins } = total;
  const { roots, structure, thresholds, wideMasks, means, variances } = nodes;
  const width = nodes.features.length;
  /** Levels of each feature, 0 where it is continuous. */
  const levels = Int32Array.from(nodes.features, (f) => (f.kind === "categorical" ? f.levels : 0));
  for (let tree = 0; tree < roots.length; tree++) {
    for (let i = 0, row = 0; i < sums.length; i++, row += width) {
      let node = roots[tree]!;
      let f = structure[node * stride]!;
      while (f >= 0) {
        const value = rows[row + f]!;
        let right: number;
        if (levels[f] === 0) right = value <= thresholds[node]! ? 0 : 1;
        else {
          const split = structure[node * stride + 2]!;
          const level = value | 0;
          const mask = levels[f]! <= 32 ? split : wideMasks[split + (level >> 5)]!;
          right = (mask >>> (level & 31)) & 1;
        }
        node = structure[node * stride + 1]! + right;
        f = structure[node * stride]!;
      }
      const mean = means[node]!;
      if (tree === 0) origins[i] = mean;
      const difference = mean - origins[i]!;
      sums[i]! += difference;
      squares[i]! += difference * difference;
      within[i]! += variances[node]!;
    }
  }
}
