import type { Heap } from "./heap.ts";
import type { GatherPlan, WindowPlan } from "./gather-plan.ts";
import { tile } from "./module.ts";

/** A plan with its tables in the heap, in bytes. */
export interface PlacedPart {
  readonly plan: GatherPlan;
  readonly positions: number;
  readonly outputs: number;
  readonly segments: number;
  /** A multiple of `tile`: the last position is repeated. */
  readonly count: number;
}

export interface PlacedPlan {
  readonly plan: WindowPlan;
  readonly parts: readonly PlacedPart[];
}

/** Tables by geometry, kept for the next pass; when they are many, all are made anew. */
export class Tables {
  readonly #heap: Heap;
  readonly #placed = new Map<string, PlacedPlan>();
  readonly #limit: number;
  #bytes = 0;

  constructor(heap: Heap, limit = 2 ** 26) {
    this.#heap = heap;
    this.#limit = limit;
  }

  /** `outputStep`: floats from one output position to the next. */
  place(key: string, outputStep: number, make: () => WindowPlan): PlacedPlan {
    const known = this.#placed.get(key);
    if (known) return known;
    if (this.#bytes > this.#limit) this.dispose();
    const plan = make();
    const placed = {
      plan,
      parts: plan.parts.map((part): PlacedPart => {
        const count = Math.ceil(part.positions.length / tile) * tile;
        const padded = (values: Int32Array, scale: number) =>
          Int32Array.from({ length: count }, (_, i) => values[Math.min(i, values.length - 1)]! * scale);
        return {
          plan: part,
          positions: this.#write(padded(part.positions, 4)),
          outputs: this.#write(padded(part.outputs, 4 * outputStep)),
          segments: this.#write(part.segments.map((offset) => offset * 4)),
          count,
        };
      }),
    };
    this.#placed.set(key, placed);
    return placed;
  }

  dispose(): void {
    for (const { parts } of this.#placed.values())
      for (const { positions, outputs, segments } of parts)
        for (const address of [positions, outputs, segments]) this.#heap.free(address);
    this.#placed.clear();
    this.#bytes = 0;
  }

  #write(values: Int32Array): number {
    const address = this.#heap.allocate(values.byteLength);
    new Int32Array(this.#heap.memory.buffer, address, values.length).set(values);
    this.#bytes += values.byteLength;
    return address;
  }
}
