import type { Dice } from "./dice.ts";
import { nodeStride, wideWords, type Nodes } from "./nodes.ts";
import { SplitSearch, weightedStride, type SplitRules } from "./split-search.ts";
import { codesFor, selected, type TrainingTable } from "./training-table.ts";

// Module runners read imports through getters: hot loops read these copies.
const stride = nodeStride;
const step = weightedStride;

/** What growing a tree must know of the options. */
export interface GrowthRules extends SplitRules {
  readonly featureRatio: number;
  readonly minSplit: number;
  readonly maxDepth: number;
}

/**
 * Grows trees one after the other into flat arrays that it owns: depth first, without recursion and without making
 * objects.
 */
export class TreeGrower {
  /** All observations. */
  readonly #everyone: TrainingTable;
  /** Those that the tree is grown on: close together, so that a tree's columns stay in the cache. */
  #table: TrainingTable;
  readonly #codes: Int32Array | Uint16Array;
  readonly #targets: Float64Array;
  readonly #rules: GrowthRules;
  readonly #search: SplitSearch;
  readonly #tries: number;
  readonly #featureOrder: Int32Array;
  readonly #rows: Int32Array;
  /** 0 where a code of the split feature goes left, 1 where right. */
  readonly #side: Uint8Array;
  readonly #weighted: Float64Array;
  /** node, start, end and depth of each part that waits to be grown. */
  readonly #stack: Int32Array;
  /** For each part that waits: a bit for each feature that is known to be constant in it, as it was in its parent. */
  readonly #constants: Int32Array;
  /** These bits of the part that is being split. */
  readonly #constant: Int32Array;
  readonly #structure: Int32Array;
  readonly #thresholds: Float64Array;
  readonly #means: Float64Array;
  readonly #variances: Float64Array;
  #wideMasks: Int32Array;
  #nodes = 0;
  #wideUsed = 0;
  #roots: number[] = [];

  /** @param most - observations that a tree is grown on, at most. */
  constructor(
    table: TrainingTable,
    targets: Float64Array,
    rules: GrowthRules,
    trees: number,
    most: number = table.n,
  ) {
    const width = table.features.length;
    this.#everyone = table;
    this.#table = table;
    this.#codes = codesFor(table);
    this.#targets = targets;
    this.#rules = rules;
    this.#search = new SplitSearch(table, rules);
    this.#tries = Math.max(1, Math.round(rules.featureRatio * width));
    this.#featureOrder = new Int32Array(width);
    this.#rows = new Int32Array(table.n);
    this.#side = new Uint8Array(this.#search.order.length);
    this.#weighted = new Float64Array(step * table.n);
    this.#stack = new Int32Array(4 * (table.n + 1));
    this.#constant = new Int32Array((width + 31) >> 5);
    this.#constants = new Int32Array(this.#constant.length * (table.n + 1));
    const capacity = trees * 2 * most;
    this.#structure = new Int32Array(stride * capacity);
    this.#thresholds = new Float64Array(capacity);
    this.#means = new Float64Array(capacity);
    this.#variances = new Float64Array(capacity);
    this.#wideMasks = new Int32Array(0);
  }

  /**
   * Grows one tree on the observations whose weight is above 0. Sums are taken of targets less `center`, so that
   * differences do not drown in a large common part.
   */
  grow(weights: Float64Array, center: number, dice: Dice): void {
    const rows = this.#rows;
    const stack = this.#stack;
    // What earlier trees drew must not show in this one.
    for (let f = 0; f < this.#featureOrder.length; f++) this.#featureOrder[f] = f;
    let kept = 0;
    for (let i = 0; i < weights.length; i++) {
      if (weights[i]! > 0) {
        const at = kept * step;
        rows[kept++] = i;
        this.#weighted[at] = weights[i]!;
        this.#weighted[at + 1] = weights[i]! * (this.#targets[i]! - center);
        this.#weighted[at + 2] = this.#targets[i]!;
      }
    }
    this.#table = selected(this.#everyone, rows, kept, this.#codes);
    this.#search.use(this.#table);
    for (let k = 0; k < kept; k++) rows[k] = k;
    const root = this.#nodes++;
    this.#roots.push(root);
    const constant = this.#constant;
    const constants = this.#constants;
    const words = constant.length;
    constants.fill(0, 0, words);
    let top = 0;
    stack[top++] = root;
    stack[top++] = 0;
    stack[top++] = kept;
    stack[top++] = 0;
    while (top > 0) {
      const depth = stack[--top]!;
      const end = stack[--top]!;
      const start = stack[--top]!;
      const node = stack[--top]!;
      const waiting = (top >> 2) * words;
      for (let word = 0; word < words; word++) constant[word] = constants[waiting + word]!;
      const middle = this.#split(node, start, end, depth, center, dice);
      if (middle === start) continue;
      const left = this.#nodes;
      this.#nodes += 2;
      this.#structure[node * stride + 1] = left;
      for (let word = 0; word < words; word++) {
        constants[waiting + word] = constant[word]!;
        constants[waiting + words + word] = constant[word]!;
      }
      stack[top++] = left + 1;
      stack[top++] = middle;
      stack[top++] = end;
      stack[top++] = depth + 1;
      stack[top++] = left;
      stack[top++] = start;
      stack[top++] = middle;
      stack[top++] = depth + 1;
    }
  }

  /** The trees grown so far; forgets them and is ready for the next ones. */
  take(): Nodes {
    const nodes = {
      features: this.#table.features,
      roots: Int32Array.from(this.#roots),
      structure: this.#structure.slice(0, this.#nodes * stride),
      thresholds: this.#thresholds.slice(0, this.#nodes),
      means: this.#means.slice(0, this.#nodes),
      variances: this.#variances.slice(0, this.#nodes),
      wideMasks: this.#wideMasks.slice(0, this.#wideUsed),
    };
    this.#roots = [];
    this.#nodes = 0;
    this.#wideUsed = 0;
    return nodes;
  }

  /** Makes `node` a leaf (gives `start`), or splits it: gives where the rows of its right child start. */
  #split(node: number, start: number, end: number, depth: number, center: number, dice: Dice): number {
    const rows = this.#rows;
    const weighted = this.#weighted;
    const search = this.#search;
    const constant = this.#constant;
    let weight = 0;
    let sum = 0;
    let squares = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let k = start; k < end; k++) {
      const at = rows[k]! * step;
      const target = weighted[at + 2]!;
      weight += weighted[at]!;
      sum += weighted[at + 1]!;
      squares += weighted[at + 1]! * (target - center);
      if (target < low) low = target;
      if (target > high) high = target;
    }
    const { minSplit, minLeaf, maxDepth } = this.#rules;
    const count = end - start;
    search.reset();
    if (count >= minSplit && count >= 2 * minLeaf && depth < maxDepth && high > low) {
      const order = this.#featureOrder;
      const width = order.length;
      // What a split would score that leaves nothing to explain: no feature can do better.
      const most = squares * (1 - 1e-12);
      for (let tried = 0; tried < width; tried++) {
        if (search.feature >= 0 && (tried >= this.#tries || search.score >= most)) break;
        const drawn = tried + dice.below(width - tried);
        const f = order[drawn]!;
        order[drawn] = order[tried]!;
        order[tried] = f;
        if (count === 2) search.considerPair(f, rows[start]!, rows[start + 1]!, weighted, dice);
        else if (((constant[f >> 5]! >>> (f & 31)) & 1) === 0) {
          const varies = search.consider(f, rows, start, end, weighted, weight, sum, dice);
          if (!varies) constant[f >> 5] = constant[f >> 5]! | (1 << (f & 31));
        }
      }
    }
    if (search.feature >= 0) return this.#write(node, start, end);
    this.#structure[node * stride] = -1;
    if (high > low) {
      const mean = sum / weight;
      let spread = 0;
      for (let k = start; k < end; k++) {
        const at = rows[k]! * step;
        spread += weighted[at]! * (weighted[at + 2]! - center - mean) ** 2;
      }
      this.#means[node] = center + mean;
      this.#variances[node] = spread / weight;
    } else {
      this.#means[node] = high;
      this.#variances[node] = 0;
    }
    return start;
  }

  /** Writes the best split into `node` and parts its rows. */
  #write(node: number, start: number, end: number): number {
    const { feature: f, threshold, codes, cut, order, rightIsLarger } = this.#search;
    const side = this.#side;
    for (let k = 0; k < codes; k++) side[order[k]!] = k <= cut ? 0 : 1;
    this.#structure[node * stride] = f;
    const feature = this.#table.features[f]!;
    if (feature.kind !== "categorical") this.#thresholds[node] = threshold;
    else this.#structure[node * stride + 2] = this.#mask(feature.levels, codes, rightIsLarger ? -1 : 0);
    return this.#part(start, end, f);
  }

  /** The mask of the best split, where `unseen` fills the bits of levels that the node has not seen. */
  #mask(levels: number, codes: number, unseen: 0 | -1): number {
    const order = this.#search.order;
    const side = this.#side;
    const words = wideWords(levels);
    if (words === 0) {
      let mask: number = unseen;
      for (let k = 0; k < codes; k++) {
        const code = order[k]!;
        mask = (mask & ~(1 << code)) | (side[code]! << code);
      }
      return mask;
    }
    const offset = this.#wideUsed;
    this.#wideUsed += words;
    if (this.#wideUsed > this.#wideMasks.length) {
      const grown = new Int32Array(2 * this.#wideUsed);
      grown.set(this.#wideMasks);
      this.#wideMasks = grown;
    }
    const masks = this.#wideMasks;
    masks.fill(unseen, offset, this.#wideUsed);
    for (let k = 0; k < codes; k++) {
      const code = order[k]!;
      const word = offset + (code >> 5);
      masks[word] = (masks[word]! & ~(1 << code)) | (side[code]! << code);
    }
    return offset;
  }

  /** Moves the rows that go left before those that go right; gives where the latter start. */
  #part(start: number, end: number, f: number): number {
    const rows = this.#rows;
    const side = this.#side;
    const codes = this.#table.codes;
    const column = f * this.#table.n;
    let left = start;
    let right = end;
    while (left < right) {
      const row = rows[left]!;
      if (side[codes[column + row]!] === 0) left++;
      else {
        rows[left] = rows[--right]!;
        rows[right] = row;
      }
    }
    return left;
  }
}
