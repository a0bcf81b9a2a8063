import { createRandom, type Random } from "@proxybo/core";

/** Points of two interleaved spirals: `[x, y]`, and which spiral, 0 or 1. */
export interface Points {
  readonly inputs: readonly (readonly [number, number])[];
  readonly labels: readonly number[];
}

/** `count` noisy points, half of each spiral. */
export function spirals(count: number, random: Random): Points {
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const inputs = labels.map((label): [number, number] => {
    const radius = 0.2 + 0.8 * random.uniform();
    const angle = 9 * radius + Math.PI * label;
    const noise = (): number => 0.03 * random.normal();
    return [radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise()];
  });
  return { inputs, labels };
}

/** The same points for every architecture. */
const random = createRandom(0);
export const train: Points = spirals(120, random.fork("train"));
export const validation: Points = spirals(200, random.fork("validation"));
export const test: Points = spirals(200, random.fork("test"));
