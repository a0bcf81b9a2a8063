import type { Shape } from "../contracts/network.ts";

/** `[n, channels, …positions]` → `[n, …positions, channels]`. */
export function channelsLast(data: Float32Array, shape: Shape): Float32Array {
  return exchanged(data, shape[0]!, shape[1]!, sizeOf(shape.slice(2)));
}

/** `[n, …positions, channels]` → `[n, channels, …positions]`, for a contract shape `[n, channels, …positions]`. */
export function channelsFirst<Values extends Float32Array | Uint8Array>(data: Values, shape: Shape): Values {
  return exchanged(data, shape[0]!, sizeOf(shape.slice(2)), shape[1]!);
}

/** How many values a tensor of this shape holds. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** `[n, rows, columns]` → `[n, columns, rows]`; the same array where that changes nothing. */
function exchanged<Values extends Float32Array | Uint8Array>(
  data: Values,
  n: number,
  rows: number,
  columns: number,
): Values {
  if (rows === 1 || columns === 1) return data;
  const out = new (data.constructor as new (length: number) => Values)(data.length);
  for (let example = 0; example < n; example++) {
    const start = example * rows * columns;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        out[start + column * rows + row] = data[start + row * columns + column]!;
  }
  return out;
}
