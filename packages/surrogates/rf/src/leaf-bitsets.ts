import type { Feature } from "@proxybo/core";
import { type LevelGroups, levelGroups } from "./level-codes.ts";
import { nodeStride, wideWords, type Nodes } from "./nodes.ts";

// Module runners read imports through getters: hot loops read these copies.
const stride = nodeStride;

/** More leaves a tree than this are found faster by walking down the tree. */
const mostLeaves = 256;

/**
 * For forests over narrow categorical features: which leaves of a tree each level of each feature leaves open, as
 * bitsets. The leaf of a row is the one bit that is left when the bitsets of its levels are intersected (QuickScorer,
 * Lucchese et al. 2015, for levels instead of thresholds): no branches and no chain of dependent reads. Bitsets of
 * neighbouring features are intersected beforehand, for each combination of their levels.
 */
export interface LeafBitsets {
  readonly groups: LevelGroups;
  /** Words of 32 leaves a tree. */
  readonly words: number;
  /** The bits of code c of the groups in word w of tree t at `(t·words + w)·codes + c`. */
  readonly bits: Int32Array;
  /** Mean and variance of leaf b of word w of tree t at `(t·words + w)·32 + b`. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Whether every feature is categorical and narrow, so that bitsets apply. */
export function bitsetsApply(features: readonly Feature[]): boolean {
  return features.every((feature) => feature.kind === "categorical" && wideWords(feature.levels) === 0);
}

/** The bitsets of a forest, `undefined` where a tree has too many leaves for them to pay. */
export function leafBitsets(nodes: Nodes): LeafBitsets | undefined {
  const { features, roots, structure } = nodes;
  const groups = levelGroups(features);
  let levels = 0;
  /** Where the levels of each feature start among those of all. */
  const firstLevel = groups.levels.map((count) => (levels += count) - count);
  const count = structure.length / stride;
  const leaves = leavesBelow(structure, count);
  let most = 1;
  for (const root of roots) most = Math.max(most, leaves[root]!);
  if (most > mostLeaves) return undefined;
  const words = (most + 31) >> 5;
  const bits = new Int32Array(roots.length * words * levels).fill(-1);
  const means = new Float64Array(roots.length * words * 32);
  const variances = new Float64Array(roots.length * words * 32);
  /** Number of the leftmost leaf below each node, within its tree. */
  const first = new Int32Array(count);
  for (let tree = 0; tree < roots.length; tree++) {
    const end = tree + 1 < roots.length ? roots[tree + 1]! : count;
    for (let node = roots[tree]!; node < end; node++) {
      const f = structure[node * stride]!;
      const start = first[node]!;
      if (f < 0) {
        means[tree * words * 32 + start] = nodes.means[node]!;
        variances[tree * words * 32 + start] = nodes.variances[node]!;
        continue;
      }
      const left = structure[node * stride + 1]!;
      const middle = start + leaves[left]!;
      const last = start + leaves[node]!;
      first[left] = start;
      first[left + 1] = middle;
      const mask = structure[node * stride + 2]!;
      const feature = features[f]! as { levels: number };
      for (let level = 0; level < feature.levels; level++) {
        const at = tree * words * levels + firstLevel[f]! + level;
        if ((mask >>> level) & 1) clearBits(bits, at, levels, start, middle);
        else clearBits(bits, at, levels, middle, last);
      }
    }
  }
  return { groups, words, bits: intersected(bits, firstLevel, levels, groups), means, variances };
}

/** The bits of each combination of levels, from those of each level of each feature. */
function intersected(
  bits: Int32Array,
  firstLevel: Int32Array,
  levels: number,
  { members, levels: levelsOf, first, codes }: LevelGroups,
): Int32Array {
  const words = bits.length / levels;
  const combined = new Int32Array(words * codes).fill(-1);
  for (let word = 0; word < words; word++) {
    for (const [g, group] of members.entries()) {
      const start = word * codes + first[g]!;
      let size = 1;
      for (const f of group) {
        const from = word * levels + firstLevel[f]!;
        const count = levelsOf[f]!;
        // Each code becomes as many as the feature has levels, the last code first: none is overwritten before it is read.
        for (let code = size - 1; code >= 0; code--) {
          const open = combined[start + code]!;
          for (let level = 0; level < count; level++)
            combined[start + code * count + level] = open & bits[from + level]!;
        }
        size *= count;
      }
    }
  }
  return combined;
}

/** Leaves below each node; children come after their parents. */
function leavesBelow(structure: Int32Array, count: number): Int32Array {
  const leaves = new Int32Array(count);
  for (let node = count - 1; node >= 0; node--) {
    const left = structure[node * stride + 1]!;
    leaves[node] = structure[node * stride]! < 0 ? 1 : leaves[left]! + leaves[left + 1]!;
  }
  return leaves;
}

/** Clears the bits `from … to − 1` of the bitset whose words lie at `at`, `at + step`, … */
function clearBits(bits: Int32Array, at: number, step: number, from: number, to: number): void {
  for (let word = from >> 5; word << 5 < to; word++) {
    const low = Math.max(0, from - (word << 5));
    const high = Math.min(32, to - (word << 5));
    const above = high === 32 ? 0 : -1 << high;
    const keep = above | ~(-1 << low);
    bits[at + word * step] = bits[at + word * step]! & keep;
  }
}
