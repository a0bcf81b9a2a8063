import { type Graph, neededFor, type Primitive, type Value } from "./graph.ts";

/** A part of a graph that is computed in one session. */
export interface Segment {
  readonly primitives: readonly Primitive[];
  /** What it reads of other segments and of the graph's inputs. */
  readonly inputs: readonly Value[];
  /** What other segments or the caller read of it. */
  readonly outputs: readonly Value[];
  readonly constants: readonly Value[];
  /** By order of appearance: equal in segments that look alike. */
  readonly names: ReadonlyMap<Value, string>;
  /** Equal if and only if the segments compute the same of their inputs. */
  readonly key: string;
}

/** Cuts what `results` depend on into segments, in the order in which they are to be computed. */
export function segmentsOf(graph: Graph, results: readonly Value[]): readonly Segment[] {
  const parts = new Map<number, Primitive[]>();
  const primitives = neededFor(graph, results);
  for (const primitive of primitives) {
    const part = parts.get(primitive.segment);
    if (part) part.push(primitive);
    else parts.set(primitive.segment, [primitive]);
  }
  const leaving = new Set<Value>(results);
  for (const { segment, inputs } of primitives)
    for (const value of inputs) if (value.maker && value.maker.segment !== segment) leaving.add(value);
  return Array.from(parts.values(), (part) => segmentOf(part, leaving));
}

function segmentOf(primitives: readonly Primitive[], leaving: ReadonlySet<Value>): Segment {
  const names = new Map<Value, string>();
  const inputs: Value[] = [];
  const outputs: Value[] = [];
  const constants: Value[] = [];
  const lines: string[] = [];
  const { segment } = primitives[0]!;
  for (const { kind, inputs: read, outputs: made, text } of primitives) {
    for (const value of read) {
      if (names.has(value) || value.maker?.segment === segment) continue;
      names.set(value, `v${names.size}`);
      if (value.data) {
        constants.push(value);
        lines.push(value.text!);
      } else {
        inputs.push(value);
        lines.push(`${value.type}[${value.shape.join()}]`);
      }
    }
    for (const [i, value] of made.entries()) {
      names.set(value, `v${names.size}`);
      // ONNX Runtime would write the statistics of a batch over what it reads, were they not asked for.
      const overwrites = i > 0 && kind === "BatchNormalization";
      if (leaving.has(value) || overwrites) outputs.push(value);
    }
    const ends = [read, made].map((values) => values.map((value) => names.get(value)).join());
    lines.push(`${ends[1]}=${text}(${ends[0]})`);
  }
  lines.push(outputs.map((value) => names.get(value)).join());
  return { primitives, inputs, outputs, constants, names, key: lines.join("\n") };
}
