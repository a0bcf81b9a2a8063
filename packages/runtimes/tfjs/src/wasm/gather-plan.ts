import type { Pair } from "@proxybo/core";
import type { WindowGeometry } from "../kernels/geometry.ts";
import { type FrameSize, framedSize } from "./frame.ts";

/** One row and one column of a kernel. */
export type KernelPosition = Pair;

/**
 * A sum over a window, for one set of output positions: all offsets count floats. `positions[p] + segments[s] + r`, r <
 * `run`, is what output p reads from the framed source; the weights' rows come in the same order.
 */
export interface GatherPlan {
  readonly positions: Int32Array;
  readonly outputs: Int32Array;
  readonly segments: Int32Array;
  readonly run: number;
  readonly kernel: readonly KernelPosition[];
}

/** What an operation reads from which frame: several plans where strides make different windows for neighbours. */
export interface WindowPlan {
  readonly frame: FrameSize;
  readonly parts: readonly GatherPlan[];
}

/** Output position (i, j) reads from (i·stride − padding + row·dilation, …). Of `depth` channels at a time. */
export function forwardPlan(geometry: WindowGeometry, depth: number): WindowPlan {
  const { batch, channels, input, output, kernel, stride, dilation, padding } = geometry;
  const beyond = (axis: 0 | 1): number => {
    const reach = (output[axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1;
    return Math.max(0, reach - input[axis] - padding[axis]);
  };
  const frame: FrameSize = {
    batch,
    size: input,
    channels,
    rows: [padding[0], beyond(0)],
    columns: [padding[1], beyond(1)],
  };
  const places = positionsOf(kernel);
  const offsets = places.map(([row, column]) => [row * dilation[0], column * dilation[1]] as const);
  return {
    frame,
    parts: [
      {
        positions: grid(frame, output, [0, 0], stride),
        outputs: sequential(batch * output[0] * output[1]),
        ...segmentsOf(frame, offsets, depth),
        kernel: places,
      },
    ],
  };
}

/**
 * Input position h gets from output position (h + padding − row·dilation) / stride, where that is whole: for each rest
 * of (h + padding) / stride another part of the kernel.
 */
export function backwardPlan(geometry: WindowGeometry, outChannels: number, depth: number): WindowPlan {
  const { batch, input, output, kernel, stride, dilation, padding } = geometry;
  const axes = ([0, 1] as const).map((axis) => classesOf(axis));
  const frame: FrameSize = {
    batch,
    size: output,
    channels: outChannels,
    rows: sides(axes[0]!, output[0]),
    columns: sides(axes[1]!, output[1]),
  };
  const parts = axes[0]!.flatMap((rows) =>
    axes[1]!.map((columns): GatherPlan => {
      // From last to first, so that neighbours in the kernel are neighbours in memory.
      const places = rows.taps
        .flatMap((row) => columns.taps.map((column) => [row, column] as const))
        .toReversed();
      const offsets = places.map(
        ([row, column]) => [row.from + frame.rows[0], column.from + frame.columns[0]] as const,
      );
      const size: Pair = [rows.count, columns.count];
      return {
        positions: grid(frame, size, [0, 0], [1, 1]),
        outputs: scattered(batch, input, size, [rows.first, columns.first], stride),
        ...segmentsOf(frame, offsets, depth),
        kernel: places.map(([row, column]) => [row.tap, column.tap] as const),
      };
    }),
  );
  return { frame, parts: parts.filter(({ positions }) => positions.length > 0) };

  function classesOf(axis: 0 | 1) {
    return Array.from({ length: Math.min(stride[axis], input[axis]) }, (_, first) => ({
      first,
      count: Math.ceil((input[axis] - first) / stride[axis]),
      taps: Array.from({ length: kernel[axis] }, (__, tap) => ({
        tap,
        from: (first + padding[axis] - tap * dilation[axis]) / stride[axis],
      })).filter(({ from }) => Number.isInteger(from)),
    }));
  }

  function sides(classes: ReturnType<typeof classesOf>, size: number): Pair {
    const [before, after] = [0, 1].map((side) =>
      classes.flatMap(({ taps, count }) =>
        taps.map(({ from }) => (side === 0 ? -from : from + count - size)),
      ),
    );
    return [Math.max(0, ...before!), Math.max(0, ...after!)];
  }
}

function positionsOf([rows, columns]: Pair): KernelPosition[] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]);
}

/** Offsets of `[row, column]` places in the framed source, neighbours joined to longer runs where all can be. */
function segmentsOf(
  frame: FrameSize,
  offsets: readonly Pair[],
  depth: number,
): Pick<GatherPlan, "segments" | "run"> {
  const width = framedSize(frame)[1];
  const starts = offsets.map(([row, column]) => (row * width + column) * frame.channels);
  const joins = depth === frame.channels;
  const first = starts.findIndex((start, i) => i > 0 && start !== starts[i - 1]! + depth);
  const length = !joins ? 1 : first < 0 ? Math.max(1, starts.length) : first;
  const uniform =
    starts.length % length === 0 &&
    starts.every((start, i) => i % length === 0 || start === starts[i - 1]! + depth);
  const joined = uniform ? length : 1;
  return { segments: Int32Array.from(starts.filter((_, i) => i % joined === 0)), run: joined * depth };
}

/** Where, in the framed source, the window of each position starts. */
function grid(frame: FrameSize, [rows, columns]: Pair, start: Pair, stride: Pair): Int32Array {
  const [height, width] = framedSize(frame);
  const positions = new Int32Array(frame.batch * rows * columns);
  let at = 0;
  for (let example = 0; example < frame.batch; example++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        positions[at++] =
          ((example * height + start[0] + row * stride[0]) * width + start[1] + column * stride[1]) *
          frame.channels;
  return positions;
}

function sequential(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i);
}

/** Indices of every stride-th position of whole images. */
function scattered(batch: number, size: Pair, [rows, columns]: Pair, first: Pair, stride: Pair): Int32Array {
  const places = new Int32Array(batch * rows * columns);
  let at = 0;
  for (let example = 0; example < batch; example++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        places[at++] =
          (example * size[0] + first[0] + row * stride[0]) * size[1] + first[1] + column * stride[1];
  return places;
}
