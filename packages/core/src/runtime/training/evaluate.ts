import type { Batch, EvaluationResult } from "../../contracts/runtime.ts";
import { ctcLoss, greedyTranscript } from "../../network/ctc.ts";
import type { Shape } from "../../contracts/network.ts";
import { symbolErrorRate } from "../../network/edit-distance.ts";

/** Judges examples from logits, a part of them at a time. */
export interface Tally {
  /** Logits of the examples from … to − 1, channels last. */
  add(logits: Float32Array, from: number, to: number): void;
  result(): EvaluationResult;
}

/** What judges these examples: by their transcripts where they have some, else by their labels. */
export function tallyFor({ labels, transcripts }: Batch, output: Shape): Tally {
  return transcripts
    ? new TranscriptTally(transcripts, output[0]!, output[1]!)
    : new ClassTally(labels, output[0]!);
}

/** Counts right answers and adds up cross-entropies. */
class ClassTally implements Tally {
  readonly #labels: Int32Array;
  readonly #classes: number;
  #right = 0;
  #loss = 0;

  constructor(labels: Int32Array, classes: number) {
    this.#labels = labels;
    this.#classes = classes;
  }

  add(logits: Float32Array, from: number, to: number): void {
    for (let example = from; example < to; example++) {
      const label = this.#labels[example]!;
      const row = logits.subarray((example - from) * this.#classes, (example - from + 1) * this.#classes);
      const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
      // The first of equal largest ones is the answer.
      if (row.indexOf(largest) === label) this.#right++;
      const total = row.reduce((sum, value) => sum + Math.exp(value - largest), 0);
      this.#loss += Math.log(total) + largest - row[label]!;
    }
  }

  result(): EvaluationResult {
    const examples = this.#labels.length;
    return { accuracy: (100 * this.#right) / examples, loss: this.#loss / examples };
  }
}

/** Decodes greedily, and adds up CTC by the number of symbols. */
class TranscriptTally implements Tally {
  readonly #transcripts: readonly Int32Array[];
  readonly #channels: number;
  readonly #size: number;
  readonly #decoded: Int32Array[] = [];
  #loss = 0;

  constructor(transcripts: readonly Int32Array[], channels: number, positions: number) {
    this.#transcripts = transcripts;
    this.#channels = channels;
    this.#size = channels * positions;
  }

  add(logits: Float32Array, from: number, to: number): void {
    for (let example = from; example < to; example++) {
      const transcript = this.#transcripts[example]!;
      const own = logits.subarray((example - from) * this.#size, (example - from + 1) * this.#size);
      this.#decoded[example] = greedyTranscript(own, this.#channels);
      this.#loss += ctcLoss(own, this.#channels, transcript) / Math.max(1, transcript.length);
    }
  }

  result(): EvaluationResult {
    const rate = symbolErrorRate(this.#decoded, this.#transcripts);
    return { accuracy: 100 - rate, loss: this.#loss / this.#transcripts.length, symbolErrorRate: rate };
  }
}
