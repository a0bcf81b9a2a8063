import { type Cell, edgeBit, verticesOf } from "./cell.ts";

/**
 * The channels of every vertex of a module, by vertex. What the output joins shares its channels evenly, the first
 * vertices taking one more where that leaves a rest; every other vertex has as many as the most that any of its targets
 * has.
 *
 * Source: Ying et al., NAS-Bench-101 (ICML 2019), supplement S2; `compute_vertex_channels` of the benchmark.
 *
 * @throws {RangeError} where there are fewer output channels than vertices that the output joins.
 * @example
 * vertexChannels({ edges: 0b111, operations: [0] }, 64, 128) // => [64, 128, 128]
 */
export function vertexChannels(cell: Cell, inputChannels: number, outputChannels: number): readonly number[] {
  const output = verticesOf(cell) - 1;
  const has = (from: number, to: number): boolean => (cell.edges & edgeBit(from, to)) !== 0;
  const channels = cell.operations.map(() => 0);
  const joined = channels.flatMap((_, i) => (has(i + 1, output) ? [i] : []));
  if (joined.length > outputChannels)
    throw new RangeError(
      `expected a channel for each of the ${joined.length} vertices that the output joins`,
    );
  joined.forEach((i, place) => {
    const more = place < outputChannels % joined.length ? 1 : 0;
    channels[i] = Math.floor(outputChannels / joined.length) + more;
  });
  for (let v = output - 2; v > 0; v--)
    if (!has(v, output))
      for (let to = v + 1; to < output; to++)
        if (has(v, to)) channels[v - 1] = Math.max(channels[v - 1]!, channels[to - 1]!);
  return [inputChannels, ...channels, outputChannels];
}
