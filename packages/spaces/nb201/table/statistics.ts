import { averageRanks } from "@proxybo/core";

/** Numbers by network, in the order of the rows. */
export type Columns = Readonly<Record<string, readonly number[]>>;

/** The value below which a share of the others lies, by linear interpolation. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (position % 1) * (high - low);
}

/** Pearson's correlation. */
function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's ρ; ties share their mean rank, a score that is none ranks last. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return correlation(averageRanks(x), averageRanks(y));
}

/** Standard deviation of one training, from pairs of two of the same network. */
export function noise(first: readonly number[], second: readonly number[]): number {
  const squares = first.reduce((sum, value, i) => sum + (value - second[i]!) ** 2, 0);
  return Math.sqrt(squares / first.length / 2);
}
