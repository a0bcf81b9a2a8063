import type { Pair } from "@proxybo/core";

/** How images of `[batch, height, width, channels]` are framed by zeros before a kernel walks over them. */
export interface FrameSize {
  readonly batch: number;
  readonly size: Pair;
  readonly channels: number;
  /** Rows above, rows below. */
  readonly rows: Pair;
  /** Columns left, columns right. */
  readonly columns: Pair;
}

/** Height and width with the frame. */
export function framedSize({ size, rows, columns }: FrameSize): Pair {
  return [size[0] + rows[0] + rows[1], size[1] + columns[0] + columns[1]];
}

export function isFramed({ rows, columns }: FrameSize): boolean {
  return [...rows, ...columns].some((side) => side > 0);
}

/** Writes images with their frame of `value` into `target`, which holds whatever it held before. */
export function writeFramed(source: Float32Array, target: Float32Array, frame: FrameSize, value = 0): void {
  const { batch, size, channels, rows, columns } = frame;
  const [height, width] = framedSize(frame);
  const [line, inner] = [width * channels, size[1] * channels];
  const left = columns[0] * channels;
  for (let example = 0; example < batch; example++) {
    const start = example * height * line;
    target.fill(value, start, start + rows[0] * line);
    for (let row = 0; row < size[0]; row++) {
      const from = (example * size[0] + row) * inner;
      const to = start + (rows[0] + row) * line;
      if (left > 0) target.fill(value, to, to + left);
      target.set(source.subarray(from, from + inner), to + left);
      if (columns[1] > 0) target.fill(value, to + left + inner, to + line);
    }
    target.fill(value, start + (rows[0] + size[0]) * line, start + height * line);
  }
}
