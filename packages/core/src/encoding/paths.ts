import type { LabelledGraph } from "../contracts/space.ts";
import { contractGraph, type LabelMeanings } from "./contraction.ts";

/** Bounds that keep counting cheap on large graphs. */
export interface PathBounds {
  /** Paths of more operations are not told apart. Default 8. */
  readonly longest?: number;
  /** How many different paths to a node are told apart, the shortest first. Default 512. */
  readonly limit?: number;
}

/** How often each path from input to output occurs. */
export interface PathCounts {
  /** By the labels along the path, joined by `pathSeparator`; the path without any operation is the empty text. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many paths the bounds did not tell apart. */
  readonly rest: number;
}

export const pathSeparator = " → ";

/**
 * Counts the paths from input to output by the operations along them. Identities are contracted, and an absent
 * operation removes its paths (see `contractGraph`). Time grows with edges × `limit`, however many paths there are.
 *
 * Source: the path encoding of White et al., BANANAS (AAAI 2021), with counts instead of bits.
 *
 * @example
 * pathCounts({ labels: ["input", "conv", "pool", "output"], edges: [[0, 1], [1, 2], [0, 2], [2, 3]] }).counts
 * // => Map { "pool" => 1, "conv → pool" => 1 }
 */
export function pathCounts(graph: LabelledGraph, options: PathBounds & LabelMeanings = {}): PathCounts {
  const { longest = 8, limit = 512 } = options;
  const { labels, edges } = contractGraph(graph, options);
  const last = labels.length - 1;
  const paths: Paths[] = labels.map(() => ({ byLength: [], rest: 0 }));
  paths[0]!.byLength.push(new Map([["", 1]]));

  let edge = 0;
  for (let node = 1; node <= last; node++) {
    const here = paths[node]!;
    const isOperation = node < last;
    for (; edge < edges.length && edges[edge]![1] === node; edge++) {
      const [from, , times] = edges[edge]!;
      extend(here, paths[from]!, times, isOperation ? labels[node]! : undefined, longest);
    }
    restrict(here, limit);
  }
  const end = paths[last]!;
  return { counts: new Map(end.byLength.flatMap((counts) => [...(counts ?? [])])), rest: end.rest };
}

/** Partial paths to a node, by how many operations they have. */
interface Paths {
  readonly byLength: (Map<string, number> | undefined)[];
  rest: number;
}

/** Adds the paths to `source`, each followed by `label` where there is one, `times` times. */
function extend(
  target: Paths,
  source: Paths,
  times: number,
  label: string | undefined,
  longest: number,
): void {
  target.rest += source.rest * times;
  source.byLength.forEach((counts, before) => {
    const length = label === undefined ? before : before + 1;
    for (const [path, count] of counts ?? []) {
      if (length > longest) {
        target.rest += count * times;
        continue;
      }
      const longer = label === undefined ? path : before === 0 ? label : `${path}${pathSeparator}${label}`;
      const place = (target.byLength[length] ??= new Map());
      place.set(longer, (place.get(longer) ?? 0) + count * times);
    }
  });
}

/** Keeps the `limit` shortest paths, of equals the alphabetically first, and counts the others as the rest. */
function restrict(paths: Paths, limit: number): void {
  let free = limit;
  paths.byLength.forEach((counts, length) => {
    if (counts === undefined) return;
    if (counts.size > free) {
      const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
      for (const [, count] of sorted.slice(free)) paths.rest += count;
      paths.byLength[length] = new Map(sorted.slice(0, free));
    }
    free -= paths.byLength[length]!.size;
  });
}
