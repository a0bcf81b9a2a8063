import type { NetworkSpec, ParameterInfo, Shape } from "@proxybo/core";
import { channelsFirst, sizeOf } from "@proxybo/core/runtime";

/** The shape of a contract tensor with its channels moved to the end. */
export function channelsLastShape(shape: Shape): number[] {
  return [shape[0]!, ...shape.slice(2), shape[1]!];
}

/** Codes `[n, …positions, channels]` → `[n, channels · positions]` in the order of the contract. */
export function codesChannelsFirst(codes: Uint8Array, n: number, shape: Shape): Uint8Array {
  return channelsFirst(codes, [n, ...shape]);
}

/** How TensorFlow.js holds a parameter: filters are `[height, width, in / groups, out]`, all else as in PyTorch. */
export interface ParameterLayout {
  readonly shape: number[];
  toTensor(values: Float32Array): Float32Array;
  fromTensor(values: Float32Array): Float32Array;
}

export function parameterLayout(spec: NetworkSpec, info: ParameterInfo): ParameterLayout {
  const { type } = spec.nodes[info.node]!.operation;
  if (info.role !== "weight" || (type !== "conv1d" && type !== "conv2d"))
    return { shape: [...info.shape], toTensor: (values) => values, fromTensor: (values) => values };
  const [out, inner, ...kernel] = info.shape as [number, number, ...number[]];
  const window = sizeOf(kernel);
  return {
    shape: [...(kernel.length === 1 ? [1] : []), ...kernel, inner, out],
    // [out, in·window] → [in·window, out] → the window before the input channels.
    toTensor: (values) => moved(values, out, inner, window, true),
    fromTensor: (values) => moved(values, out, inner, window, false),
  };
}

function moved(
  values: Float32Array,
  out: number,
  inner: number,
  window: number,
  forth: boolean,
): Float32Array {
  const result = new Float32Array(values.length);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < inner; i++)
      for (let w = 0; w < window; w++) {
        const torch = (o * inner + i) * window + w;
        const tensor = (w * inner + i) * out + o;
        if (forth) result[tensor] = values[torch]!;
        else result[torch] = values[tensor]!;
      }
  return result;
}
