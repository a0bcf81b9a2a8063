/**
 * Colours as variables of the page, with what stands in for them where a figure is shown alone. Picked apart in hue and
 * lightness, so that they differ in grey and for the colour-blind; methods differ in their dashes too.
 */
export const series: readonly string[] = [
  "#b5303c",
  "#2f6fbf",
  "#d08a1d",
  "#6b7280",
  "#1f9d76",
  "#8a4fb0",
  "#c2589a",
  "#4aa3c7",
  "#7a6a2b",
  "#3f4a5a",
  "#e07b54",
  "#5c9a32",
].map((colour, i) => `var(--series-${i + 1}, ${colour})`);

/** Colours that well-known methods and sources always have. */
const fixed: Readonly<Record<string, number>> = {
  proxybo: 0,
  bo: 1,
  evolution: 2,
  random: 3,
  brp: 4,
  "warmup-brp": 5,
  reinforce: 6,
  proxygp: 7,
  surrogate: 0,
  synflow: 1,
  snip: 2,
  jacob_cov: 4,
};

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [7, 2, 2, 2], [12, 3]];

/** How a line is drawn. */
export interface Stroke {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** A colour for each name: its own where it has one, else the next that is free; past the last, dashes tell apart. */
export function strokesOf(names: readonly string[]): ReadonlyMap<string, Stroke> {
  const taken = new Set(names.map((name) => fixed[name]).filter((index) => index !== undefined));
  const free = series.map((_, i) => i).filter((i) => !taken.has(i));
  let next = 0;
  return new Map(
    names.map((name) => {
      const own = fixed[name];
      const round = own === undefined ? Math.floor(next / Math.max(1, free.length)) : 0;
      const index = own ?? free[next++ % Math.max(1, free.length)] ?? 0;
      return [name, { colour: series[index]!, dash: dashes[round % dashes.length]! }];
    }),
  );
}

/** A name as Vega may group by it: it keeps groups as properties of objects, where `__proto__` is none of its own. */
export function groupName(name: string): string {
  return name in {} ? `\u2060${name}` : name;
}
