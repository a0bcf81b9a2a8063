/** Spearman's ρ and Kendall's τ-b of two lists; NaN where either is constant. */
export interface RankCorrelation {
  readonly spearman: number;
  readonly kendall: number;
}

/**
 * Prepares n pairs so that their rank correlations, and those of bootstrap samples of them, take O(n log n) without
 * sorting again: a sample is how often each pair was drawn.
 *
 * @returns a function of n counts (default: each pair once). Ties share their mean rank (ρ) and are corrected for
 * (τ-b; Kendall 1945).
 * @example
 * rankCorrelations([1, 2, 3], [1, 3, 2])() // => { spearman: 0.5, kendall: 0.333… }
 */
export function rankCorrelations(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): (counts?: Int32Array) => RankCorrelation {
  const n = x.length;
  const [xLevel, xLevels] = levelsOf(x);
  const [yLevel, yLevels] = levelsOf(y);
  const byX = Int32Array.from({ length: n }, (_, i) => i).toSorted((a, b) => xLevel[a]! - xLevel[b]!);
  const once = new Int32Array(n).fill(1);
  const seen = new Float64Array(yLevels + 1);
  return (counts = once) => ({
    spearman: spearman(xLevel, xLevels, yLevel, yLevels, counts),
    kendall: kendall(xLevel, xLevels, yLevel, yLevels, byX, counts, seen),
  });
}

/** Levels 0, 1, … of equal values in ascending order, and how many there are. */
function levelsOf(values: ArrayLike<number>): [Int32Array, number] {
  const n = values.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  const level = new Int32Array(n);
  let current = -1;
  for (let i = 0; i < n; i++) {
    if (i === 0 || values[order[i]!] !== values[order[i - 1]!]) current++;
    level[order[i]!] = current;
  }
  return [level, current + 1];
}

function totals(level: Int32Array, levels: number, counts: Int32Array): Float64Array {
  const sums = new Float64Array(levels);
  for (let i = 0; i < level.length; i++) sums[level[i]!]! += counts[i]!;
  return sums;
}

/** Mean rank of each level, less the mean of all ranks. */
function centredRanks(sums: Float64Array, n: number): Float64Array {
  let below = 0;
  return sums.map((count) => {
    const rank = below + (count + 1) / 2 - (n + 1) / 2;
    below += count;
    return rank;
  });
}

function spearman(
  xLevel: Int32Array,
  xLevels: number,
  yLevel: Int32Array,
  yLevels: number,
  counts: Int32Array,
): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const xRank = centredRanks(totals(xLevel, xLevels, counts), n);
  const yRank = centredRanks(totals(yLevel, yLevels, counts), n);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    const a = xRank[xLevel[i]!]!;
    const b = yRank[yLevel[i]!]!;
    xy += count * a * b;
    xx += count * a * a;
    yy += count * b * b;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Pairs are counted in the order of x with a Fenwick tree over the levels of y. */
function kendall(
  xLevel: Int32Array,
  xLevels: number,
  yLevel: Int32Array,
  yLevels: number,
  byX: Int32Array,
  counts: Int32Array,
  seen: Float64Array,
): number {
  seen.fill(0);
  const upTo = (level: number): number => {
    let sum = 0;
    for (let node = level; node > 0; node -= node & -node) sum += seen[node]!;
    return sum;
  };
  let added = 0;
  let balance = 0;
  const n = byX.length;
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && xLevel[byX[end]!] === xLevel[byX[start]!]) end++;
    for (let i = start; i < end; i++) {
      const item = byX[i]!;
      if (counts[item] === 0) continue;
      const level = yLevel[item]! + 1;
      const below = upTo(level - 1);
      balance += counts[item]! * (below - (added - upTo(level)));
    }
    for (let i = start; i < end; i++) {
      const item = byX[i]!;
      const count = counts[item]!;
      if (count === 0) continue;
      added += count;
      for (let node = yLevel[item]! + 1; node <= yLevels; node += node & -node) seen[node]! += count;
    }
  }
  const pairs = (added * (added - 1)) / 2;
  const tied = (sums: Float64Array): number =>
    sums.reduce((total, count) => total + (count * (count - 1)) / 2, 0);
  const xTied = tied(totals(xLevel, xLevels, counts));
  const yTied = tied(totals(yLevel, yLevels, counts));
  return balance / Math.sqrt((pairs - xTied) * (pairs - yTied));
}
