import type { Feature } from "@proxybo/core";

/** A group has at most so many combinations of levels, unless one feature alone has more. */
const mostCombinations = 128;

/** Neighbouring categorical features taken together: one code for each combination of their levels. */
export interface LevelGroups {
  /** The features of each group, by index. */
  readonly members: readonly (readonly number[])[];
  readonly levels: Int32Array;
  /** Where the codes of each group start when those of all groups are numbered through. */
  readonly first: Int32Array;
  /** How many codes there are. */
  readonly codes: number;
}

/** Groups categorical features while their combinations are few. */
export function levelGroups(features: readonly Feature[]): LevelGroups {
  const levels = Int32Array.from(features, (feature) =>
    feature.kind === "categorical" ? feature.levels : 0,
  );
  const members: number[][] = [];
  const sizes: number[] = [];
  for (const [f, count] of levels.entries()) {
    const last = members.length - 1;
    if (last >= 0 && sizes[last]! * count <= mostCombinations) {
      members[last]!.push(f);
      sizes[last]! *= count;
    } else {
      members.push([f]);
      sizes.push(count);
    }
  }
  let codes = 0;
  const first = Int32Array.from(sizes, (size) => (codes += size) - size);
  return { members, levels, first, codes };
}

/** The code of each group of each row; row-major. */
export function groupCodes(
  rows: Float64Array,
  n: number,
  { members, levels, first }: LevelGroups,
): Int32Array {
  const width = levels.length;
  const codes = new Int32Array(n * members.length);
  for (const [g, group] of members.entries()) {
    const from = group[0]!;
    const to = from + group.length;
    for (let i = 0, at = g; i < n; i++, at += members.length) {
      let code = 0;
      for (let f = from; f < to; f++) code = code * levels[f]! + rows[i * width + f]!;
      codes[at] = first[g]! + code;
    }
  }
  return codes;
}
