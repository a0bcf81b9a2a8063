import type { ParameterInfo, Parameters } from "../contracts/runtime.ts";

/**
 * Σ ‖t‖₂ over the tensors of weights (no biases, no batch-norm), in double precision: the sum that grad_norm and l2_norm
 * share.
 *
 * @param infos - says which tensors are weights; in the order of `tensors`.
 * @param tensors - the weights themselves, or their gradients.
 * @example
 * weightNorms([{ name: "1.weight", node: 1, role: "weight", shape: [2] }], [Float32Array.of(3, -4)]) // => 5
 */
export function weightNorms(infos: readonly ParameterInfo[], tensors: Parameters): number {
  let sum = 0;
  for (const [t, { role }] of infos.entries()) {
    if (role !== "weight") continue;
    let squares = 0;
    for (const value of tensors[t]!) squares += value * value;
    sum += Math.sqrt(squares);
  }
  return sum;
}

/**
 * Σ a · b over the weights (no biases, no batch-norm), in double precision: the sum that plain and grasp share.
 *
 * @param infos - says which tensors are weights; all three are in one order.
 * @example
 * weightProduct([{ name: "1.weight", node: 1, role: "weight", shape: [2] }], [Float32Array.of(2, -1)], [Float32Array.of(3, 4)])
 * // => 2
 */
export function weightProduct(infos: readonly ParameterInfo[], a: Parameters, b: Parameters): number {
  let sum = 0;
  for (const [t, { role }] of infos.entries()) {
    if (role !== "weight") continue;
    const [left, right] = [a[t]!, b[t]!];
    for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!;
  }
  return sum;
}
