import type { NetworkSpec } from "@proxybo/core";

/**
 * The nodes through which every path from the input to the output passes, in order, both ends included.
 *
 * @example
 * // input 0 → 1, 2; add 3 of 1 and 2; output 4
 * cutNodes({ nodes }) // => [0, 3, 4]
 */
export function cutNodes({ nodes }: Pick<NetworkSpec, "nodes">): readonly number[] {
  const live = new Set([nodes.length - 1]);
  /** The last live node that reads each node. */
  const lastReader = new Map<number, number>();
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (!live.has(index)) continue;
    for (const from of nodes[index]!.inputs) {
      live.add(from);
      lastReader.set(from, Math.max(lastReader.get(from) ?? 0, index));
    }
  }
  const cuts: number[] = [];
  let reach = 0;
  for (const index of nodes.keys()) {
    if (!live.has(index)) continue;
    // A path avoids this node exactly if an edge jumps over it: the order is topological.
    if (reach <= index) cuts.push(index);
    reach = Math.max(reach, lastReader.get(index) ?? 0);
  }
  return cuts;
}
