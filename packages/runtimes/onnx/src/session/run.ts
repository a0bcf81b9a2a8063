import type { Tensor } from "onnxruntime-node";
import { sizeOf } from "@proxybo/core/runtime";
import type { Value } from "../graph/graph.ts";
import type { OnnxRuntime, Sessions } from "./machine.ts";
import type { Memory, Numbers } from "./memory.ts";
import type { Program } from "./program.ts";

/** What computes programs. */
export interface Machine {
  readonly ort: OnnxRuntime;
  readonly sessions: Sessions;
  readonly memory: Memory;
}

/** Computes a program from its inputs by name. What is found belongs to the caller. */
export async function run<Results extends string>(
  { ort, sessions, memory }: Machine,
  { steps, results }: Program<Results>,
  inputs: ReadonlyMap<string, Float32Array>,
): Promise<Record<Results, (Float32Array | undefined)[]>> {
  const held = new Map<Value, Numbers>();
  const kept = new Set(Object.values<readonly (Value | undefined)[]>(results).flat());
  const tensorOf = (value: Value, data: Numbers): Tensor =>
    new ort.Tensor(value.type, data as Float32Array, value.shape);
  try {
    for (const { segment, spent } of steps) {
      const session = await sessions.of(segment);
      const feeds: Record<string, Tensor> = {};
      const fetches: Record<string, Tensor> = {};
      for (const value of segment.inputs) {
        const data = value.name === undefined ? held.get(value) : inputs.get(value.name);
        if (!data) throw new Error(`value ${value.name ?? value.id} is not there`);
        feeds[segment.names.get(value)!] = tensorOf(value, data);
      }
      for (const value of segment.outputs) {
        const length = sizeOf(value.shape);
        const data = kept.has(value) ? new Float32Array(length) : memory.take(value.type, length);
        held.set(value, data);
        fetches[segment.names.get(value)!] = tensorOf(value, data);
      }
      release(await session.run(feeds, fetches), fetches);
      for (const value of spent) {
        memory.give(held.get(value)!);
        held.delete(value);
      }
    }
    return found(results, held);
  } finally {
    for (const [value, data] of held) if (!kept.has(value)) memory.give(data);
  }
}

/**
 * What a run gives back are second views of the arrays that it was told to write to. Each counts as memory of its own
 * until it is collected, so that they would set off one collection after another.
 */
function release(views: Readonly<Record<string, Tensor>>, fetches: Readonly<Record<string, Tensor>>): void {
  for (const [name, { data }] of Object.entries(views)) {
    const { buffer } = data as Numbers;
    if (buffer !== (fetches[name]!.data as Numbers).buffer) (buffer as ArrayBuffer).transfer(0);
  }
}

function found<Results extends string>(
  results: Program<Results>["results"],
  held: ReadonlyMap<Value, Numbers>,
): Record<Results, (Float32Array | undefined)[]> {
  const seen = new Set<Value>();
  // A value that is two results is copied, so that each can be changed.
  const read = (value: Value | undefined): Float32Array | undefined => {
    if (!value) return undefined;
    const data = held.get(value) as Float32Array;
    const mine = seen.has(value) ? data.slice() : data;
    seen.add(value);
    return mine;
  };
  return Object.fromEntries(
    Object.entries<readonly (Value | undefined)[]>(results).map(([name, values]) => [name, values.map(read)]),
  ) as Record<Results, (Float32Array | undefined)[]>;
}
