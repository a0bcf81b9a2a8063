import type { Feature, GraphSpace, LabelledGraph } from "../contracts/space.ts";
import { createRandom } from "../random/random.ts";

/** Writes graphs as numbers: how often each part of a vocabulary occurs, and last all others. */
export interface CountEncoding {
  /** One column a part, named by it, and one for all others. */
  readonly features: readonly Feature[];
  /** Writes `features.length` numbers into `row`, from `offset` on. */
  encodeInto(graph: LabelledGraph, row: Float64Array, offset?: number): void;
}

/** How often parts of a graph occur. */
export interface Counted {
  readonly counts: ReadonlyMap<string, number>;
  /** How many parts are not told apart. */
  readonly rest: number;
}

export interface CountEncodingOptions {
  /** How many parts have a column of their own, at most. Default 63. */
  readonly width?: number;
  /** How many random architectures decide which. Default 1,000. */
  readonly samples?: number;
}

/** Which parts of graphs are counted, and how their columns are called. */
export interface Parts {
  readonly countIn: (graph: LabelledGraph) => Counted;
  /** Of parts as frequent the first has the column. */
  readonly order: (a: string, b: string) => number;
  readonly nameOf: (part: string) => string;
  readonly others: string;
  /** Of the features; default count. */
  readonly kind?: "count" | "continuous";
}

/**
 * A count encoding of fixed width for a space. Its vocabulary are the parts that most of 1,000 random architectures
 * have; it depends on the space only, so that rows of different runs agree.
 *
 * @returns the encoding, and which share of the parts of these architectures has a column of its own.
 */
export function countEncoding<A>(
  space: GraphSpace<A>,
  parts: Parts,
  { width = 63, samples = 1000 }: CountEncodingOptions,
): { readonly encoding: CountEncoding; readonly share: number } {
  const random = createRandom(0, "path-encoding", space.name);
  const found = new Map<string, { holders: number; count: number }>();
  let all = 0;
  for (let i = 0; i < samples; i++) {
    const { counts, rest } = parts.countIn(space.graph(space.sample(random)));
    all += rest;
    for (const [part, count] of counts) {
      const known = found.get(part) ?? { holders: 0, count: 0 };
      found.set(part, { holders: known.holders + 1, count: known.count + count });
      all += count;
    }
  }
  const frequent = [...found]
    .toSorted(([a, n], [b, m]) => m.holders - n.holders || parts.order(a, b))
    .slice(0, width);
  const vocabulary = frequent.map(([part]) => part).toSorted(parts.order);
  const columns = new Map(vocabulary.map((part, column) => [part, column]));
  const encoding: CountEncoding = {
    features: [...vocabulary.map(parts.nameOf), parts.others].map((name): Feature => ({
      kind: parts.kind ?? "count",
      name,
    })),
    encodeInto(graph, row, offset = 0) {
      row.fill(0, offset, offset + vocabulary.length + 1);
      const { counts, rest } = parts.countIn(graph);
      row[offset + vocabulary.length] = rest;
      for (const [part, count] of counts) row[offset + (columns.get(part) ?? vocabulary.length)]! += count;
    },
  };
  return { encoding, share: frequent.reduce((sum, [, { count }]) => sum + count, 0) / all };
}
