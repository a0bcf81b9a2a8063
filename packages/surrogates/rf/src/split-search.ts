import type { Dice } from "./dice.ts";
import type { TrainingTable } from "./training-table.ts";

/** What a split search must know of the options. */
export interface SplitRules {
  readonly minLeaf: number;
  readonly splits: "best" | "random";
  readonly threshold: "midpoint" | "random";
}

/**
 * Finds the split of a node that explains most of the targets' variance: it maximises S_L²/W_L + S_R²/W_R, with S and W
 * the sums of weighted targets and of weights on either side (CART, Breiman et al. 1984).
 *
 * A feature is summarised by one histogram over its codes, so a node of m observations costs O(m + bins log bins). Levels
 * of a categorical feature are ordered by their mean target: the best of all subsets is then a prefix (Fisher 1958), found
 * without trying the 2^levels others.
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

  readonly #table: TrainingTable;
  readonly #rules: SplitRules;
  readonly #counts: Int32Array;
  readonly #weights: Float64Array;
  readonly #sums: Float64Array;
  readonly #touched: Int32Array;
  /** Mean target of each touched level while levels are sorted. */
  readonly #means: Float64Array;

  constructor(table: TrainingTable, rules: SplitRules) {
    const bins = table.bins.reduce((most, b) => Math.max(most, b), 1);
    this.#table = table;
    this.#rules = rules;
    this.order = new Int32Array(bins);
    this.#counts = new Int32Array(bins);
    this.#weights = new Float64Array(bins);
    this.#sums = new Float64Array(bins);
    this.#touched = new Int32Array(bins);
    this.#means = new Float64Array(bins);
  }

  /** Forgets the best split. */
  reset(): void {
    this.feature = -1;
    this.score = -Infinity;
  }

  /**
   * Tries feature `f` on the observations `rows[start … end − 1]`, with their weights and weighted targets by
   * observation; `count`, `weight` and `sum` are the node's totals.
   */
  consider(
    f: number,
    rows: Int32Array,
    start: number,
    end: number,
    weights: Float64Array,
    weightedTargets: Float64Array,
    weight: number,
    sum: number,
    dice: Dice,
  ): void {
    const touched = this.#histogram(f, rows, start, end, weights, weightedTargets);
    if (touched > 1) {
      const continuous = this.#table.values[f]!.length > 0;
      if (this.#rules.splits === "random")
        this.#tryRandom(f, touched, continuous, end - start, weight, sum, dice);
      else {
        if (continuous) this.#sortByCode(f, touched);
        else this.#sortByMean(touched);
        this.#sweep(f, touched, continuous, end - start, weight, sum, dice);
      }
    }
    for (let k = 0; k < touched; k++) this.#counts[this.#touched[k]!] = 0;
  }

  /** Tries feature `f` on a node of two observations: any feature that tells them apart leaves nothing to explain. */
  considerPair(f: number, one: number, other: number, weights: Float64Array, dice: Dice): void {
    const column = f * this.#table.n;
    const a = this.#table.codes[column + one]!;
    const b = this.#table.codes[column + other]!;
    if (a === b) return;
    const [left, right] = a < b ? [a, b] : [b, a];
    this.feature = f;
    this.score = Infinity;
    this.cut = 0;
    this.codes = 2;
    this.order[0] = left;
    this.order[1] = right;
    this.rightIsLarger = a < b ? weights[other]! > weights[one]! : weights[one]! > weights[other]!;
    const values = this.#table.values[f]!;
    if (values.length === 0) return;
    const random = this.#rules.threshold === "random" || this.#rules.splits === "random";
    this.threshold = between(values[left]!, values[right]!, random ? dice.uniform() : 0.5);
  }

  #histogram(
    f: number,
    rows: Int32Array,
    start: number,
    end: number,
    weights: Float64Array,
    weightedTargets: Float64Array,
  ): number {
    const codes = this.#table.codes;
    const counts = this.#counts;
    const binWeights = this.#weights;
    const binSums = this.#sums;
    const list = this.#touched;
    const column = f * this.#table.n;
    let touched = 0;
    for (let k = start; k < end; k++) {
      const row = rows[k]!;
      const code = codes[column + row]!;
      if (counts[code] === 0) {
        list[touched++] = code;
        counts[code] = 1;
        binWeights[code] = weights[row]!;
        binSums[code] = weightedTargets[row]!;
      } else {
        counts[code]!++;
        binWeights[code]! += weights[row]!;
        binSums[code]! += weightedTargets[row]!;
      }
    }
    return touched;
  }

  #sortByMean(touched: number): void {
    const list = this.#touched;
    const means = this.#means;
    for (let k = 0; k < touched; k++) {
      const code = list[k]!;
      const mean = this.#sums[code]! / this.#weights[code]!;
      let at = k;
      while (at > 0 && means[at - 1]! > mean) {
        means[at] = means[at - 1]!;
        list[at] = list[at - 1]!;
        at--;
      }
      means[at] = mean;
      list[at] = code;
    }
  }

  #sortByCode(f: number, touched: number): void {
    const list = this.#touched;
    const bins = this.#table.bins[f]!;
    if (touched * 8 > bins) {
      for (let code = 0, k = 0; code < bins; code++) if (this.#counts[code] !== 0) list[k++] = code;
    } else if (touched > 24) {
      list.subarray(0, touched).sort();
    } else {
      for (let k = 1; k < touched; k++) {
        const code = list[k]!;
        let at = k;
        while (at > 0 && list[at - 1]! > code) {
          list[at] = list[at - 1]!;
          at--;
        }
        list[at] = code;
      }
    }
  }

  /** Tries every cut of the sorted codes. */
  #sweep(
    f: number,
    touched: number,
    continuous: boolean,
    count: number,
    weight: number,
    sum: number,
    dice: Dice,
  ) {
    const { minLeaf } = this.#rules;
    const list = this.#touched;
    const counts = this.#counts;
    let best = this.score;
    let cut = -1;
    let leftCount = 0;
    let leftWeight = 0;
    let leftSum = 0;
    let bestLeftWeight = 0;
    for (let k = 0; k < touched - 1; k++) {
      const code = list[k]!;
      leftCount += counts[code]!;
      leftWeight += this.#weights[code]!;
      leftSum += this.#sums[code]!;
      if (leftCount < minLeaf) continue;
      if (count - leftCount < minLeaf) break;
      const rightSum = sum - leftSum;
      const rightWeight = weight - leftWeight;
      const score =
        (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight);
      if (score > best) {
        best = score;
        cut = k;
        bestLeftWeight = leftWeight;
      }
    }
    if (cut < 0) return;
    this.#keep(f, best, cut, touched, bestLeftWeight, weight);
    if (continuous) {
      const values = this.#table.values[f]!;
      const low = values[list[cut]!]!;
      const high = values[list[cut + 1]!]!;
      this.threshold = between(low, high, this.#rules.threshold === "random" ? dice.uniform() : 0.5);
    }
  }

  /** Tries one random cut: a threshold drawn between the extremes, or a random non-trivial subset of the levels. */
  #tryRandom(
    f: number,
    touched: number,
    continuous: boolean,
    count: number,
    weight: number,
    sum: number,
    dice: Dice,
  ) {
    const { minLeaf } = this.#rules;
    const list = this.#touched;
    let threshold = 0;
    let left = 0;
    if (continuous) {
      const values = this.#table.values[f]!;
      let low = list[0]!;
      let high = low;
      for (let k = 1; k < touched; k++) {
        if (list[k]! < low) low = list[k]!;
        if (list[k]! > high) high = list[k]!;
      }
      threshold = between(values[low]!, values[high]!, dice.uniform());
      for (let k = 0; k < touched; k++) if (values[list[k]!]! <= threshold) this.#swap(k, left++);
    } else {
      while (left === 0 || left === touched) {
        left = 0;
        for (let k = 0; k < touched; k++) if (dice.next() & 1) this.#swap(k, left++);
      }
    }
    let leftCount = 0;
    let leftWeight = 0;
    let leftSum = 0;
    for (let k = 0; k < left; k++) {
      const code = list[k]!;
      leftCount += this.#counts[code]!;
      leftWeight += this.#weights[code]!;
      leftSum += this.#sums[code]!;
    }
    if (leftCount < minLeaf || count - leftCount < minLeaf) return;
    const rightSum = sum - leftSum;
    const rightWeight = weight - leftWeight;
    const score =
      (leftSum * leftSum * rightWeight + rightSum * rightSum * leftWeight) / (leftWeight * rightWeight);
    if (!(score > this.score)) return;
    this.#keep(f, score, left - 1, touched, leftWeight, weight);
    this.threshold = threshold;
  }

  #swap(a: number, b: number): void {
    const list = this.#touched;
    const kept = list[a]!;
    list[a] = list[b]!;
    list[b] = kept;
  }

  #keep(f: number, score: number, cut: number, touched: number, leftWeight: number, weight: number): void {
    this.feature = f;
    this.score = score;
    this.cut = cut;
    this.codes = touched;
    this.rightIsLarger = weight - leftWeight > leftWeight;
    for (let k = 0; k < touched; k++) this.order[k] = this.#touched[k]!;
  }
}

/** A threshold at `share` of the way from `low` to `high`: never `high` itself, whatever rounding does. */
function between(low: number, high: number, share: number): number {
  const threshold = low + (high - low) * share;
  return threshold < high ? threshold : low;
}
