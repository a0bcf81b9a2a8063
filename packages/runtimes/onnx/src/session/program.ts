import type { Graph, Value } from "../graph/graph.ts";
import { identity } from "../graph/elementwise.ts";
import { type Segment, segmentsOf } from "../graph/segments.ts";

/** Segments in order, and when each value is no longer needed. */
export interface Program<Results extends string = string> {
  readonly steps: readonly Step[];
  readonly results: Readonly<Record<Results, readonly (Value | undefined)[]>>;
}

export interface Step {
  readonly segment: Segment;
  /** What nothing reads any more after this step. */
  readonly spent: readonly Value[];
}

/** What is to be computed; an undefined value is undefined in what is found too. */
export function programOf<Results extends string>(
  graph: Graph,
  wanted: Readonly<Record<Results, readonly (Value | undefined)[]>>,
): Program<Results> {
  const results = Object.fromEntries(
    Object.entries<readonly (Value | undefined)[]>(wanted).map(([name, values]) => [
      name,
      // Inputs and constants are no results of a session: copies are.
      values.map((value) => (value && !value.maker ? identity(graph, value) : value)),
    ]),
  ) as unknown as Program<Results>["results"];
  const kept = Object.values<readonly (Value | undefined)[]>(results).flatMap((values) =>
    values.filter((value) => value !== undefined),
  );
  const segments = segmentsOf(graph, kept);
  const last = new Map<Value, number>();
  for (const [i, { inputs, outputs }] of segments.entries())
    for (const value of [...inputs, ...outputs]) if (value.maker) last.set(value, i);
  for (const value of kept) last.delete(value);
  const spent: Value[][] = segments.map(() => []);
  for (const [value, step] of last) spent[step]!.push(value);
  return { steps: segments.map((segment, i) => ({ segment, spent: spent[i]! })), results };
}
