import type { Batch } from "@proxybo/core";

/**
 * A value to be sent: a view of a part of a buffer as a buffer of its own, as else the whole buffer would go along. Memory that
 * is shared stays what it is.
 */
export function compact<T>(value: T): T {
  return compacted(value) as T;
}

function compacted(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const whole = value.byteLength === value.buffer.byteLength || value.buffer instanceof SharedArrayBuffer;
    return whole || !("slice" in value) ? value : (value as Float32Array).slice();
  }
  if (Array.isArray(value)) return typeof value[0] === "object" ? value.map(compacted) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, compacted(inner)]));
}

const shared = new WeakMap<Float32Array, Float32Array>();

/** Examples in memory that all workers read, copied into it once: a whole data set for every training would be much to send. */
export function shareExamples({ inputs, ...rest }: Batch): Batch {
  let data = inputs.data.buffer instanceof SharedArrayBuffer ? inputs.data : shared.get(inputs.data);
  if (data === undefined) {
    data = new Float32Array(new SharedArrayBuffer(inputs.data.byteLength));
    data.set(inputs.data);
    shared.set(inputs.data, data);
  }
  return { inputs: { shape: inputs.shape, data }, ...rest };
}
