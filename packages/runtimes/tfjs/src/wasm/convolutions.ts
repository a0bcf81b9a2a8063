import type { Rank, Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { ConvGeometry } from "../kernels/geometry.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { type FrameSize, framedSize, isFramed, writeFramed } from "./frame.ts";
import { backwardPlan, forwardPlan } from "./gather-plan.ts";
import type { Heap } from "./heap.ts";
import { tile, type WasmFunctions } from "./module.ts";
import type { PlacedPart, Tables } from "./tables.ts";

type Convolutions = Pick<Kernels, "conv" | "convInputGradient" | "convFilterGradient">;

/** Positions that `correlate…` takes at a time, so that what it reads again stays in the first cache. */
const positionsAtOnce = 240;

/** Convolutions as sums over windows (see `gather` and `correlate`): any stride, padding, dilation and groups. */
export function wasmConvolutions(heap: Heap, functions: WasmFunctions, tables: Tables): Convolutions {
  /** The address of the images with their frame: of the tensor itself where there is none. */
  const framed = (tensor: Tensor, frame: FrameSize): number => {
    if (!isFramed(frame)) return heap.addressOf(tensor);
    const [height, width] = framedSize(frame);
    const length = frame.batch * height * width * frame.channels;
    const address = heap.scratch("framed", 4 * length);
    writeFramed(heap.floats(heap.addressOf(tensor), tensor.size), heap.floats(address, length), frame);
    return address;
  };

  /** All groups and channels of one part: `weight(row, column)` is the filter as a matrix of the part's rows. */
  const gatherAll = (
    source: number,
    part: PlacedPart,
    result: number,
    groups: number,
    sourceDepth: number,
    resultDepth: number,
    weight: (group: number, row: number, column: number) => number,
  ): void => {
    const rows = part.plan.segments.length * part.plan.run;
    const bytes = 4 * rows * (Math.ceil(resultDepth / 4) * 4);
    const weights = heap.scratch("weights", bytes);
    const packed = heap.floats(weights, bytes / 4);
    for (let group = 0; group < groups; group++) {
      let at = 0;
      for (let from = 0; from < resultDepth;) {
        const block = resultDepth - from >= 8 ? 8 : 4;
        const lanes = Math.min(block, resultDepth - from);
        const start = at;
        for (let row = 0; row < rows; row++)
          for (let lane = 0; lane < block; lane++)
            packed[at++] = lane < lanes ? weight(group, row, from + lane) : 0;
        (block === 8 ? functions.gather8 : functions.gather4)(
          source + 4 * group * sourceDepth,
          part.positions,
          part.outputs,
          part.count,
          part.segments,
          part.plan.segments.length,
          part.plan.run,
          weights + 4 * start,
          result + 4 * (group * resultDepth + from),
          lanes,
        );
        from += block;
      }
    }
  };

  const conv = (x: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D => {
    const { batch, channels, outChannels, groups, output } = geometry;
    const placed = tables.place(`conv ${keyOf(geometry)}`, outChannels, () =>
      forwardPlan(geometry, channels / groups),
    );
    const y = heap.make<Rank.R4>([batch, ...output, outChannels]);
    const source = framed(x, placed.plan.frame);
    const values = heap.copy(filter);
    const depth = outChannels / groups;
    for (const part of placed.parts) {
      gatherAll(
        source,
        part,
        heap.addressOf(y),
        groups,
        channels / groups,
        depth,
        (group, row, column) => values[row * outChannels + group * depth + column]!,
      );
    }
    return y;
  };

  const convInputGradient = (dy: Tensor4D, filter: Tensor4D, geometry: ConvGeometry): Tensor4D => {
    const { batch, channels, outChannels, groups, input, kernel } = geometry;
    const depth = outChannels / groups;
    const inner = channels / groups;
    const placed = tables.place(`dx ${keyOf(geometry)}`, channels, () =>
      backwardPlan(geometry, outChannels, depth),
    );
    const dx = heap.make<Rank.R4>([batch, ...input, channels]);
    const source = framed(dy, placed.plan.frame);
    const values = heap.copy(filter);
    const target = heap.addressOf(dx);
    // A stride may pass over input positions: no window reads them.
    if (placed.parts.some(({ plan }) => plan.kernel.length === 0)) heap.floats(target, dx.size).fill(0);
    for (const part of placed.parts) {
      if (part.plan.kernel.length === 0) continue;
      // Row (position, out) of the weights and column `in`: the filter with its channels exchanged.
      const starts = part.plan.kernel.map(
        ([row, column]) => (row * kernel[1] + column) * inner * outChannels,
      );
      gatherAll(source, part, target, groups, depth, inner, (group, row, column) => {
        const position = Math.floor(row / depth);
        return values[starts[position]! + column * outChannels + group * depth + (row - position * depth)]!;
      });
    }
    return dx;
  };

  const convFilterGradient = (x: Tensor4D, dy: Tensor4D, geometry: ConvGeometry): Tensor4D => {
    const { channels, outChannels, groups, kernel } = geometry;
    const [inner, depth] = [channels / groups, outChannels / groups];
    const placed = tables.place(`conv ${keyOf(geometry)}`, outChannels, () => forwardPlan(geometry, inner));
    const part = placed.parts[0]!;
    const { segments, run, positions } = part.plan;
    const result = heap.make<Rank.R4>([...kernel, inner, outChannels]);
    // Vectors may read beyond the last channel: beyond the last position too, so from a copy.
    const gradient = depth % 4 === 0 ? heap.addressOf(dy) : heap.scratch("gradient", 4 * dy.size);
    const source = framed(x, placed.plan.frame);
    if (depth % 4 !== 0) heap.floats(gradient, dy.size).set(heap.floats(heap.addressOf(dy), dy.size));
    const target = heap.addressOf(result);
    heap.floats(target, result.size).fill(0);
    const count = positions.length;
    for (let from = 0; from < count; from += positionsAtOnce) {
      const taken = Math.min(positionsAtOnce, count - from);
      for (let group = 0; group < groups; group++)
        for (const [s, segment] of segments.entries())
          for (let row = 0; row < run;) {
            const rows = run - row >= tile ? tile : 1;
            for (let channel = 0; channel < depth;) {
              const block = depth - channel >= 8 ? 8 : 4;
              const correlate =
                rows === tile
                  ? block === 8
                    ? functions.correlate8
                    : functions.correlate4
                  : block === 8
                    ? functions.correlateOne8
                    : functions.correlateOne4;
              correlate(
                source + 4 * (segment + group * inner + row),
                part.positions + 4 * from,
                taken,
                gradient + 4 * (from * outChannels + group * depth + channel),
                4 * outChannels,
                target + 4 * ((s * run + row) * outChannels + group * depth + channel),
                4 * outChannels,
                Math.min(4, depth - channel),
              );
              channel += block;
            }
            row += rows;
          }
    }
    return result;
  };

  return { conv, convInputGradient, convFilterGradient };
}

function keyOf(geometry: ConvGeometry): string {
  const { batch, input, kernel, stride, padding, dilation, channels, outChannels, groups } = geometry;
  return [batch, input, kernel, stride, padding, dilation, channels, outChannels, groups].join();
}
