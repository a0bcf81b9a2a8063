import type { NormalizationMode, Tensor } from "../contracts/runtime.ts";
import { sizeOf } from "./layout.ts";
import type { Plan } from "./plan.ts";

/** The examples from … to − 1 of a batch, without copying. */
export function slice({ shape, data }: Tensor, from: number, to: number): Tensor {
  const size = sizeOf(shape.slice(1));
  return { shape: [to - from, ...shape.slice(1)], data: data.subarray(from * size, to * size) };
}

/**
 * Parts of a batch that are computed on their own, so many examples at a time that memory stays bounded. One part where
 * an operation looks at the whole batch.
 */
export function* independentParts(
  plan: Plan,
  inputs: Tensor,
  normalization: NormalizationMode,
): Generator<Tensor> {
  const n = inputs.shape[0]!;
  const jointly = plan.spec.nodes.some(
    ({ operation: { type } }) => type === "rescale" || (type === "batch-norm" && normalization === "batch"),
  );
  const widest = plan.shapes.reduce((most, shape) => Math.max(most, sizeOf(shape)), 1);
  const atOnce = jointly ? n : Math.max(1, Math.floor(floatsAtOnce / widest));
  for (let from = 0; from < n; from += atOnce) yield slice(inputs, from, Math.min(from + atOnce, n));
}

/** Of the widest value: 32 MiB. */
const floatsAtOnce = 2 ** 23;

/** One array of all values in order. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
