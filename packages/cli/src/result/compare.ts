import type { Observation } from "@proxybo/core";

/** The first architectures, chosen at random: what the search has to beat. */
export interface RandomStart {
  readonly count: number;
  /** Errors in percent. */
  readonly mean: number;
  readonly best: number;
}

/** The random start of a run; of a run that is random altogether, its first five. `undefined` where none succeeded. */
export function randomStart(observations: readonly Observation[]): RandomStart | undefined {
  const leading = observations.findIndex(({ why }) => why.rule !== "random");
  const first = observations.slice(0, leading <= 0 ? 5 : leading);
  const errors = first.flatMap(({ outcome }) => (outcome.status === "ok" ? [outcome.error] : []));
  if (errors.length === 0) return undefined;
  return {
    count: errors.length,
    mean: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    best: Math.min(...errors),
  };
}
