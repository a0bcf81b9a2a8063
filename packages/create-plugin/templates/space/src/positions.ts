import { type Architecture, decisions } from "./decisions.ts";

/** How many architectures there are: every value of a decision goes with every value of the others. */
export const size: number = decisions.reduce<number>((product, { values }) => product * values.length, 1);

/** Where the value of each decision stands among its values: 0, 1, … */
export function positionsOf(architecture: Architecture): readonly number[] {
  return decisions.map(({ name, values }) => (values as readonly unknown[]).indexOf(architecture[name]));
}

/** The architecture whose values stand at these positions. */
export function architectureAt(positions: readonly number[]): Architecture {
  return Object.fromEntries(
    decisions.map(({ name, values }, i) => [name, values[positions[i]!]]),
  ) as unknown as Architecture;
}

/** Every architecture once; the last decision changes fastest. */
export function* everyArchitecture(): Generator<Architecture> {
  const positions = decisions.map(() => 0);
  for (;;) {
    yield architectureAt(positions);
    let changed = decisions.length - 1;
    while (changed >= 0 && positions[changed] === decisions[changed]!.values.length - 1)
      positions[changed--] = 0;
    if (changed < 0) return;
    positions[changed]!++;
  }
}
