import type { Inputs, Prediction } from "@proxybo/core";
import { blockSize, CandidateBlock } from "./candidate-block.ts";
import { checkInputs, checkSize, rowCheck } from "./check-inputs.ts";
import { columnsOf, type FeatureKinds } from "./columns.ts";
import type { Posterior } from "./posterior.ts";
import { RowIndex } from "./row-index.ts";

/** Numbers that are kept between predictions, at most (128 MB). */
const memoCapacity = 2 ** 24;

/**
 * Predicts candidates, and remembers what it computed of them, since a search asks for most of them again after the
 * next observation. A pure memo: predictions are the same bit for bit without it.
 */
export class CandidateMemo {
  readonly #kinds: FeatureKinds;
  readonly #index: RowIndex;
  #blocks: CandidateBlock[] = [];

  constructor(kinds: FeatureKinds, width: number) {
    this.#kinds = kinds;
    this.#index = new RowIndex(width);
  }

  /** @throws {ProxyboError} `SURROGATE_FAILED` where rows do not hold what their features say. */
  predict(posterior: Posterior, inputs: Inputs): Required<Prediction> {
    checkSize(inputs);
    const { n } = inputs;
    const mean = new Float64Array(n);
    const variance = new Float64Array(n);
    if (n < blockSize || n * posterior.seen.n > memoCapacity) {
      checkInputs(inputs);
      for (let start = 0; start < n; start += blockSize) {
        const end = Math.min(n, start + blockSize);
        const rows = Int32Array.from({ length: end - start }, (_, c) => start + c);
        new CandidateBlock(columnsOf(inputs, this.#kinds, rows)).predict(
          posterior,
          mean.subarray(start, end),
          variance.subarray(start, end),
        );
      }
      return { mean, variance };
    }
    const slots = this.#slotsOf(inputs);
    const means = new Float64Array(this.#blocks.length * blockSize);
    const variances = new Float64Array(means.length);
    for (const [b, block] of this.#blocks.entries())
      block.predict(
        posterior,
        means.subarray(b * blockSize, (b + 1) * blockSize),
        variances.subarray(b * blockSize, (b + 1) * blockSize),
      );
    for (let c = 0; c < n; c++) {
      mean[c] = means[slots[c]!]!;
      variance[c] = variances[slots[c]!]!;
    }
    return { mean, variance };
  }

  /** Where each candidate is: block · blockSize + place. Forgets blocks of which less than half is asked for. */
  #slotsOf({ n, rows, features }: Inputs): Int32Array {
    const slots = this.#index.findAll(rows, n);
    const wanted = new Int32Array(this.#blocks.length);
    const seen = new Uint8Array(this.#blocks.length * blockSize);
    for (let c = 0; c < n; c++) {
      const slot = slots[c]!;
      if (slot < 0 || seen[slot] === 1) continue;
      seen[slot] = 1;
      wanted[Math.floor(slot / blockSize)]!++;
    }
    const keep = this.#blocks.map((block, b) => 2 * wanted[b]! >= block.columns.n);
    if (keep.includes(false)) {
      this.#index.clear();
      const [blocks, offsets] = [this.#blocks, new Int32Array(this.#blocks.length).fill(-1)];
      this.#blocks = [];
      for (const [b, block] of blocks.entries()) {
        if (!keep[b]) continue;
        offsets[b] = this.#blocks.length * blockSize;
        this.#blocks.push(block);
      }
      for (let c = 0; c < n; c++) {
        if (slots[c]! < 0) continue;
        const offset = offsets[Math.floor(slots[c]! / blockSize)]!;
        slots[c] = offset < 0 ? -1 : offset + (slots[c]! % blockSize);
        if (offset >= 0) this.#index.add(rows, c, slots[c]!);
      }
    }
    const first = this.#blocks.length * blockSize;
    const fresh: number[] = [];
    const check = rowCheck(features);
    for (let c = 0; c < n; c++) {
      if (slots[c]! >= 0) continue;
      // Rows that are known were checked when they came.
      check(rows, c);
      const known = this.#index.find(rows, c);
      slots[c] = known >= 0 ? known : first + fresh.length;
      if (known < 0) this.#index.add(rows, c, first + fresh.push(c) - 1);
    }
    for (let start = 0; start < fresh.length; start += blockSize)
      this.#blocks.push(
        new CandidateBlock(columnsOf({ rows, features }, this.#kinds, fresh.slice(start, start + blockSize))),
      );
    return slots;
  }
}
