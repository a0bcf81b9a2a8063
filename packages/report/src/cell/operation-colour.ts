import { series } from "../figures/palette.ts";

/** Families of operations by what their names have in common; the first that fits decides. */
const families: readonly (readonly [RegExp, number])[] = [
  [/skip|identity/i, 3],
  [/pool/i, 2],
  [/linear|dense/i, 4],
  [/(conv)?1(x1)?$|1x1/i, 1],
  [/3x3|conv_?3/i, 0],
  [/5.*d2/i, 7],
  [/7.*d2/i, 6],
  [/5/, 5],
  [/7/, 10],
];

/** The colour of an operation, the same in every drawing; `undefined` for the ends of a cell. */
export function operationColour(label: string): string | undefined {
  if (/^(input|output)$/i.test(label)) return undefined;
  const family = families.find(([pattern]) => pattern.test(label))?.[1];
  if (family !== undefined) return series[family];
  let hash = 0;
  for (const character of label) hash = (hash * 31 + character.codePointAt(0)!) % 9973;
  return series[hash % series.length];
}
