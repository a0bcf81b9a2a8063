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

/** Indices of the lowest values, lowest first, the earliest of equals; at most `count`. One may be left out. */
export function indicesOfLowest(
  values: ArrayLike<number>,
  count: number,
  without?: number,
): readonly number[] {
  const lowest: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (i === without || (lowest.length === count && !(values[i]! < values[lowest.at(-1)!]!))) continue;
    const after = lowest.findIndex((kept) => values[i]! < values[kept]!);
    lowest.splice(after === -1 ? lowest.length : after, 0, i);
    if (lowest.length > count) lowest.pop();
  }
  return lowest;
}
