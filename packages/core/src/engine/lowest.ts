import type { Random } from "../random/random.ts";

/** The index of the lowest value; one of them at random where several are equal. */
export function indexOfLowest(values: ArrayLike<number>, random: Random): number {
  let lowest = Infinity;
  let ties: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value > lowest) continue;
    if (value < lowest) ties = [];
    lowest = value;
    ties.push(i);
  }
  return ties.length === 1 ? ties[0]! : ties[random.integer(ties.length)]!;
}
