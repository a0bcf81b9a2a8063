/** Numbers by network, in the order of the rows. */
export type Columns = Readonly<Record<string, readonly number[]>>;

/** The value below which a share of the others lies, by linear interpolation. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (position % 1) * (high - low);
}

/** Standard deviation of one training, from pairs of two of the same network. */
export function noise(first: readonly number[], second: readonly number[]): number {
  const squares = first.reduce((sum, value, i) => sum + (value - second[i]!) ** 2, 0);
  return Math.sqrt(squares / first.length / 2);
}
