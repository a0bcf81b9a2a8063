import type { Rank, Tensor4D } from "@tensorflow/tfjs-core";
import type { PoolGeometry } from "../kernels/geometry.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type FrameSize, framedSize, isFramed, writeFramed } from "./frame.ts";
import { backwardPlan, forwardPlan } from "./gather-plan.ts";
import type { Heap } from "./heap.ts";
import type { WasmFunctions } from "./module.ts";
import type { PlacedPlan, Tables } from "./tables.ts";

type Pools = Pick<Kernels, "maxPool" | "maxPoolGradient" | "avgPool" | "avgPoolGradient">;

/** Pools as sums and maxima over windows, see `pool`. */
export function wasmPools(heap: Heap, functions: WasmFunctions, tables: Tables): Pools {
  const place = (direction: "pool" | "unpool", geometry: PoolGeometry): PlacedPlan => {
    const { batch, input, kernel, stride, padding, channels } = geometry;
    const key = [direction, batch, input, kernel, stride, padding, channels].join();
    return tables.place(key, channels, () =>
      direction === "pool" ? forwardPlan(geometry, 0) : backwardPlan(geometry, channels, 0),
    );
  };
  const frameOf = (x: Tensor4D, frame: FrameSize, value: number): number => {
    if (!isFramed(frame)) return heap.addressOf(x);
    const address = heap.scratch("framed", 4 * lengthOf(frame));
    const source = heap.floats(heap.addressOf(x), x.size);
    writeFramed(source, heap.floats(address, lengthOf(frame)), frame, value);
    return address;
  };
  const run = (
    reduce: WasmFunctions["poolSum"],
    source: number,
    { parts }: PlacedPlan,
    result: Tensor4D,
    channels: number,
  ): void => {
    const target = heap.addressOf(result);
    if (parts.some(({ plan }) => plan.segments.length === 0)) heap.floats(target, result.size).fill(0);
    for (const { plan, positions, outputs, segments } of parts)
      if (plan.segments.length > 0)
        reduce(
          source,
          positions,
          outputs,
          plan.positions.length,
          segments,
          plan.segments.length,
          channels,
          target,
        );
  };
  /** Multiplies each output position by 1 / the number of positions in its mean. */
  const weigh = (tensor: Tensor4D, geometry: PoolGeometry, countPadding: boolean): void => {
    const counts = countsOf(geometry, countPadding);
    const values = heap.floats(heap.addressOf(tensor), tensor.size);
    const [positions, channels] = [counts.length, geometry.channels];
    for (let at = 0, position = 0; at < values.length; position = (position + 1) % positions) {
      const weight = 1 / counts[position]!;
      for (const end = at + channels; at < end; at++) values[at]! *= weight;
    }
  };

  return {
    maxPool: (x, geometry) => {
      const y = heap.make<Rank.R4>([geometry.batch, ...geometry.output, geometry.channels]);
      const placed = place("pool", geometry);
      run(functions.poolMaximum, frameOf(x, placed.plan.frame, -Infinity), placed, y, geometry.channels);
      return y;
    },
    maxPoolGradient: (dy, x, y, geometry) => {
      const { plan } = place("pool", geometry);
      const { frame } = plan;
      const dx = heap.make<Rank.R4>(x.shape);
      const source = frameOf(x, frame, -Infinity);
      const length = lengthOf(frame);
      const target = heap.scratch("unpooled", 4 * length);
      const [inputs, sums] = [heap.floats(source, length), heap.floats(target, length)];
      sums.fill(0);
      const [maxima, slopes] = [
        heap.floats(heap.addressOf(y), y.size),
        heap.floats(heap.addressOf(dy), y.size),
      ];
      const { positions, segments } = plan.parts[0]!;
      for (let position = 0, at = 0; position < positions.length; position++)
        for (let channel = 0; channel < geometry.channels; channel++, at++) {
          const from = positions[position]! + channel;
          for (const segment of segments)
            if (inputs[from + segment] === maxima[at]) {
              sums[from + segment]! += slopes[at]!;
              break;
            }
        }
      unframe(sums, heap.floats(heap.addressOf(dx), dx.size), frame);
      return dx;
    },
    avgPool: (x, geometry, countPadding) => {
      const y = heap.make<Rank.R4>([geometry.batch, ...geometry.output, geometry.channels]);
      const placed = place("pool", geometry);
      run(functions.poolSum, frameOf(x, placed.plan.frame, 0), placed, y, geometry.channels);
      weigh(y, geometry, countPadding);
      return y;
    },
    avgPoolGradient: (dy, x, geometry, countPadding) => {
      const dx = heap.make<Rank.R4>(x.shape);
      const weighed = heap.make<Rank.R4>(dy.shape);
      heap.floats(heap.addressOf(weighed), dy.size).set(heap.floats(heap.addressOf(dy), dy.size));
      weigh(weighed, geometry, countPadding);
      const placed = place("unpool", geometry);
      run(functions.poolSum, frameOf(weighed, placed.plan.frame, 0), placed, dx, geometry.channels);
      weighed.dispose();
      return dx;
    },
  };
}

/** How many positions each window of one image counts, in reading order. */
function countsOf({ input, output, kernel, stride, padding }: PoolGeometry, countPadding: boolean): number[] {
  const along = (axis: 0 | 1): number[] =>
    Array.from({ length: output[axis] }, (_, i) => {
      const from = i * stride[axis] - padding[axis];
      const end = Math.min(from + kernel[axis], input[axis] + (countPadding ? padding[axis] : 0));
      return end - (countPadding ? from : Math.max(from, 0));
    });
  const columns = along(1);
  return along(0).flatMap((row) => columns.map((column) => row * column));
}

function lengthOf(frame: FrameSize): number {
  const [height, width] = framedSize(frame);
  return frame.batch * height * width * frame.channels;
}

function unframe(framed: Float32Array, target: Float32Array, frame: FrameSize): void {
  const { batch, size, channels, rows, columns } = frame;
  const [height, width] = framedSize(frame);
  const inner = size[1] * channels;
  for (let example = 0; example < batch; example++)
    for (let row = 0; row < size[0]; row++) {
      const from = ((example * height + rows[0] + row) * width + columns[0]) * channels;
      target.set(framed.subarray(from, from + inner), (example * size[0] + row) * inner);
    }
}
