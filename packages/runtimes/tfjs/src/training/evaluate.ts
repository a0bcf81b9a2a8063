import type { EvaluationResult } from "@proxybo/core";

/** Counts right answers and adds up cross-entropies over batches of logits `[n, classes]`. */
export class Tally {
  readonly #classes: number;
  #examples = 0;
  #right = 0;
  #loss = 0;

  constructor(classes: number) {
    this.#classes = classes;
  }

  add(logits: Float32Array, labels: Int32Array): void {
    for (const [i, label] of labels.entries()) {
      const row = logits.subarray(i * this.#classes, (i + 1) * this.#classes);
      const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
      // The first of equal largest ones is the answer.
      if (row.indexOf(largest) === label) this.#right++;
      const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      this.#loss += Math.log(total) + largest - row[label]!;
    }
    this.#examples += labels.length;
  }

  result(): EvaluationResult {
    return { accuracy: (100 * this.#right) / this.#examples, loss: this.#loss / this.#examples };
  }
}
