import type { Dice } from "./dice.ts";
import { histogramStride, sortByCode, sortByMean } from "./sorted-codes.ts";
import type { TrainingTable } from "./training-table.ts";

/** What a split search must know of the options. */
export interface SplitRules {
  readonly minLeaf: number;
  readonly splits: "best" | "random";
  readonly threshold: "midpoint" | "random";
}

/** Numbers an observation in `weighted`: its weight, weight × (target − center), target. */
export const weightedStride = 3;

// Module runners read imports through getters: hot loops read this copy.
const binStride = histogramStride;

/**
 * Finds the split of a node that explains most of the targets' variance: it maximises S_L²/W_L + S_R²/W_R, with S and W
 * the sums of weighted targets and of weights on either side (CART, Breiman et al. 1984).
 *
 * A feature is summarised by one histogram over its codes, so a node of m observations costs O(m + bins log bins).
 * Levels of a categorical feature are ordered by their mean target: the best of all subsets is then a prefix (Fisher
 * 1958), found without trying the 2^levels others.
 */
export class SplitSearch {
  /** The feature of the best split, −1 where there is none yet. */
  feature = -1;
  /** S_L²/W_L + S_R²/W_R of the best split. */
  score = -Infinity;
  /** Codes of `order[0 … cut]` go left, the others of `order[0 … codes − 1]` right. */
  readonly order: Int32Array;
  cut = 0;
  codes = 0;
  /** Values ≤ threshold go left. Continuous features only. */
  threshold = 0;
  /** Whether more weight goes right than left: where levels go that the node has not seen. */
  rightIsLarger = false;

  #table: TrainingTable;
  readonly #rules: SplitRules;
  /** All 0 between searches. */
  readonly #bins: Float64Array;
  /** The codes that occur in the node. */
  readonly #list: Int32Array;

  constructor(table: TrainingTable, rules: SplitRules) {
    const bins = table.bins.reduce((most, b) => Math.max(most, b), 2);
    this.#table = table;
    this.#rules = rules;
    this.order = new Int32Array(bins);
    this.#bins = new Float64Array(binStride * bins);
    this.#list = new Int32Array(bins + 1);
  }

  /** Searches in other observations of the same features from now on. */
  use(table: TrainingTable): void {
    this.#table = table;
  }

  /** Forgets the best split. */
  reset(): void {
    this.feature = -1;
    this.score = -Infinity;
  }

  /**
   * Tries feature `f` on the observations `rows[start … end − 1]`; `weight` and `sum` are the node's totals.
   *
   * @returns whether the feature tells any two of them apart.
   */
  consider(
    f: number,
    rows: Int32Array,
    start: number,
    end: number,
    weighted: Float64Array,
    weight: number,
    sum: number,
    dice: Dice,
  ): boolean {
    const bins = this.#bins;
    const list = this.#list;
    const count = this.#histogram(f, rows, start, end, weighted);
    if (count > 1) {
      const continuous = this.#table.values[f]!.length > 0;
      if (this.#rules.splits === "random") {
        this.#tryRandom(f, count, continuous, end - start, weight, sum, dice);
      } else {
        if (continuous) sortByCode(list, bins, count, this.#table.bins[f]!);
        else if (count > 2) sortByMean(list, bins, count);
        this.#sweep(f, count, continuous, end - start, weight, sum, dice);
      }
    }
    for (let k = 0; k < count; k++) {
      const at = list[k]! * binStride;
      bins[at] = 0;
      bins[at + 1] = 0;
      bins[at + 3] = 0;
    }
    return count > 1;
  }

  /** Tries feature `f` on a node of two observations: any feature that tells them apart leaves nothing to explain. */
  considerPair(f: number, one: number, other: number, weighted: Float64Array, dice: Dice): void {
    const column = f * this.#table.n;
    const a = this.#table.codes[column + one]!;
    const b = this.#table.codes[column + other]!;
    if (a === b) return;
    const [first, last] = a < b ? [one, other] : [other, one];
    const left = Math.min(a, b);
    const right = Math.max(a, b);
    this.feature = f;
    this.score = Infinity;
    this.cut = 0;
    this.codes = 2;
    this.order[0] = left;
    this.order[1] = right;
    this.rightIsLarger = weighted[last * weightedStride]! > weighted[first * weightedStride]!;
    const values = this.#table.values[f]!;
    if (values.length === 0) return;
    const random = this.#rules.threshold === "random" || this.#rules.splits === "random";
    this.threshold = between(values[left]!, values[right]!, random ? dice.uniform() : 0.5);
  }

  /** Fills the bins of the codes that occur, and lists these; gives how many. */
  #histogram(f: number, rows: Int32Array, start: number, end: number, weighted: Float64Array): number {
    const codes = this.#table.codes;
    const bins = this.#bins;
    const list = this.#list;
    const column = f * this.#table.n;
    let count = 0;
    for (let k = start; k < end; k++) {
      const row = rows[k]!;
      const code = codes[column + row]!;
      const at = code * binStride;
      const from = row * weightedStride;
      // Written always and kept where new: cheaper than a branch that nothing can predict.
      list[count] = code;
      count += bins[at] === 0 ? 1 : 0;
      bins[at]! += weighted[from]!;
      bins[at + 1]! += weighted[from + 1]!;
      bins[at + 3]! += 1;
    }
    return count;
  }

  /** Tries every cut of the sorted codes. */
  #sweep(
    f: number,
    count: number,
    continuous: boolean,
    observations: number,
    weight: number,
    sum: number,
    dice: Dice,
  ): void {
    const { minLeaf } = this.#rules;
    const list = this.#list;
    const bins = this.#bins;
    let best = this.score;
    let cut = -1;
    let left = 0;
    let leftWeight = 0;
    let leftSum = 0;
    let bestLeftWeight = 0;
    for (let k = 0; k < count - 1; k++) {
      const at = list[k]! * binStride;
      leftWeight += bins[at]!;
      leftSum += bins[at + 1]!;
      left += bins[at + 3]!;
      if (left < minLeaf) continue;
      if (observations - left < minLeaf) break;
      const score = scoreOf(leftSum, leftWeight, sum - leftSum, weight - leftWeight);
      if (score > best) {
        best = score;
        cut = k;
        bestLeftWeight = leftWeight;
      }
    }
    if (cut < 0) return;
    this.#keep(f, best, cut, count, bestLeftWeight, weight);
    if (!continuous) return;
    const values = this.#table.values[f]!;
    const share = this.#rules.threshold === "random" ? dice.uniform() : 0.5;
    this.threshold = between(values[list[cut]!]!, values[list[cut + 1]!]!, share);
  }

  /** Tries one random cut: a threshold drawn between the extremes, or a random subset of the levels, neither empty nor all. */
  #tryRandom(
    f: number,
    count: number,
    continuous: boolean,
    observations: number,
    weight: number,
    sum: number,
    dice: Dice,
  ): void {
    const { minLeaf } = this.#rules;
    const list = this.#list;
    const bins = this.#bins;
    let threshold = 0;
    let chosen = 0;
    if (continuous) {
      const values = this.#table.values[f]!;
      let low = list[0]!;
      let high = low;
      for (let k = 1; k < count; k++) {
        if (list[k]! < low) low = list[k]!;
        if (list[k]! > high) high = list[k]!;
      }
      threshold = between(values[low]!, values[high]!, dice.uniform());
      for (let k = 0; k < count; k++) if (values[list[k]!]! <= threshold) this.#swap(k, chosen++);
    } else {
      while (chosen === 0 || chosen === count) {
        chosen = 0;
        for (let k = 0; k < count; k++) if (dice.uniform() < 0.5) this.#swap(k, chosen++);
      }
    }
    let left = 0;
    let leftWeight = 0;
    let leftSum = 0;
    for (let k = 0; k < chosen; k++) {
      const at = list[k]! * binStride;
      leftWeight += bins[at]!;
      leftSum += bins[at + 1]!;
      left += bins[at + 3]!;
    }
    if (left < minLeaf || observations - left < minLeaf) return;
    const score = scoreOf(leftSum, leftWeight, sum - leftSum, weight - leftWeight);
    if (score <= this.score) return;
    this.#keep(f, score, chosen - 1, count, leftWeight, weight);
    this.threshold = threshold;
  }

  #swap(a: number, b: number): void {
    const list = this.#list;
    const kept = list[a]!;
    list[a] = list[b]!;
    list[b] = kept;
  }

  #keep(f: number, score: number, cut: number, count: number, leftWeight: number, weight: number): void {
    const order = this.order;
    const list = this.#list;
    this.feature = f;
    this.score = score;
    this.cut = cut;
    this.codes = count;
    this.rightIsLarger = weight - leftWeight > leftWeight;
    for (let k = 0; k < count; k++) order[k] = list[k]!;
  }
}

/** S_L²/W_L + S_R²/W_R by one division. */
function scoreOf(leftSum: number, leftWeight: number, rightSum: number, rightWeight: number): number {
  return (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight);
}

/** A threshold at `share` of the way from `low` to `high`: never `high` itself, whatever rounding does. */
function between(low: number, high: number, share: number): number {
  const threshold = low + (high - low) * share;
  return threshold < high ? threshold : low;
}
