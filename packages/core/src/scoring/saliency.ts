import type { ParameterInfo, Parameters } from "../contracts/runtime.ts";

/**
 * Σ |θ ⊙ ∂L/∂θ| over the weights (no biases, no batch-norm), added up in double precision: the sum that snip and synflow
 * share.
 *
 * @param infos - says which tensors are weights; all three are in one order.
 * @example
 * weightSaliency([{ name: "1.weight", node: 1, role: "weight", shape: [2] }], [Float32Array.of(2, -1)], [Float32Array.of(3, 4)])
 * // => 10
 */
export function weightSaliency(
  infos: readonly ParameterInfo[],
  parameters: Parameters,
  gradients: Parameters,
): number {
  let sum = 0;
  for (const [t, { role }] of infos.entries()) {
    if (role !== "weight") continue;
    const [values, slopes] = [parameters[t]!, gradients[t]!];
    for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]! * slopes[i]!);
  }
  return sum;
}
