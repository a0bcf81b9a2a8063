import { exp, log } from "../random/elementary.ts";
/**
 * Influence I of each source: softmax(G / τ) with τ = τ₀ / (1 + ln T) (ProxyBO, Eq. 8). The temperature falls as the
 * search goes on, so the influence gathers on the source that orders the observations best.
 *
 * @param generalizations - G of each source, in [0, 1]; −Infinity for a source that takes no part, and gets 0.
 * @param iteration - T ≥ 1.
 * @param initialTemperature - τ₀ > 0.
 * @returns weights that sum to 1.
 * @example
 * influence([0.7, 0.6], 1, 0.05) // => [0.8808, 0.1192]
 */
export function influence(
  generalizations: readonly number[],
  iteration: number,
  initialTemperature: number,
): number[] {
  const temperature = initialTemperature / (1 + log(iteration));
  const largest = Math.max(...generalizations);
  const weights = generalizations.map((g) => exp((g - largest) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
