/** The channel of logits that stands for no symbol. */
export const blank = 0;

/**
 * Connectionist temporal classification: −log of the probability that the positions, each with a symbol or a blank drawn
 * by its softmax, spell the transcript once repetitions are merged and blanks left out. By the forward–backward
 * algorithm on logarithms, in double precision.
 *
 * Source: Graves, Fernández, Gomez, Schmidhuber, *Connectionist Temporal Classification*, ICML 2006, equations 5–8 and 10–15.
 *
 * @param logits - `[positions, channels]`, row-major; channel 0 is the blank.
 * @param transcript - symbols 1 … channels − 1.
 * @param gradient - of the size of `logits`; ∂loss/∂logits is written here, zeros where the loss is infinite.
 * @returns 0 or more; Infinity where there are fewer positions than `positionsNeeded(transcript)`.
 * @example
 * ctcLoss(Float32Array.of(0, 0, 0, 0), 2, [1]) // => 0.28768…: three of the four paths spell "1", −log ¾
 */
export function ctcLoss(
  logits: Float32Array,
  channels: number,
  transcript: ArrayLike<number>,
  gradient?: Float32Array,
): number {
  const positions = logits.length / channels;
  const log = logSoftmax(logits, channels);
  const states = 2 * transcript.length + 1;
  // Blanks before, between and behind the symbols.
  const spelled = Int32Array.from({ length: states }, (_, s) => (s % 2 === 0 ? blank : transcript[s >> 1]!));
  const emission = (t: number, s: number): number => log[t * channels + spelled[s]!]!;
  /** Whether the blank between two symbols can be left out. */
  const skips = (s: number): boolean => s % 2 === 1 && s >= 3 && spelled[s] !== spelled[s - 2];

  const forward = new Float64Array(positions * states).fill(-Infinity);
  for (let t = 0; t < positions; t++)
    for (let s = 0; s < states; s++) {
      if (t === 0) {
        if (s < 2) forward[s] = emission(0, s);
        continue;
      }
      const before = (t - 1) * states + s;
      let sum = forward[before]!;
      if (s >= 1) sum = logAdd(sum, forward[before - 1]!);
      if (skips(s)) sum = logAdd(sum, forward[before - 2]!);
      forward[t * states + s] = sum + emission(t, s);
    }
  const end = positions * states - 1;
  const total = states === 1 ? forward[end]! : logAdd(forward[end]!, forward[end - 1]!);
  if (gradient === undefined) return 0 - total;
  if (total === -Infinity) {
    gradient.fill(0);
    return Infinity;
  }

  for (const [i, value] of log.entries()) gradient[i] = Math.exp(value);
  // Of the positions behind t, t itself left out.
  let behind = new Float64Array(states).fill(-Infinity).fill(0, Math.max(0, states - 2));
  for (let t = positions - 1; t >= 0; t--) {
    for (let s = 0; s < states; s++)
      gradient[t * channels + spelled[s]!]! -= Math.exp(forward[t * states + s]! + behind[s]! - total);
    const onward = behind.map((value, s) => value + emission(t, s));
    behind = onward.map((value, s) => {
      let sum = value;
      if (s + 1 < states) sum = logAdd(sum, onward[s + 1]!);
      if (s + 2 < states && skips(s + 2)) sum = logAdd(sum, onward[s + 2]!);
      return sum;
    });
  }
  return 0 - total;
}

/** The fewest positions that can spell a transcript: one a symbol, and a blank between two that are alike. */
export function positionsNeeded(transcript: ArrayLike<number>): number {
  let needed = transcript.length;
  for (let i = 1; i < transcript.length; i++) if (transcript[i] === transcript[i - 1]) needed++;
  return needed;
}

/**
 * Greedy decoding: the likeliest channel of each position (the first of equal ones), repetitions merged, blanks left out.
 *
 * @param logits - `[positions, channels]`, row-major; channel 0 is the blank.
 * @example
 * // channels by position: 2 2 0 2 1
 * greedyTranscript(Float32Array.of(0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0), 3) // => Int32Array [2, 2, 1]
 */
export function greedyTranscript(logits: Float32Array, channels: number): Int32Array {
  const symbols: number[] = [];
  let last = blank;
  for (let from = 0; from < logits.length; from += channels) {
    let best = 0;
    for (let k = 1; k < channels; k++) if (logits[from + k]! > logits[from + best]!) best = k;
    if (best !== blank && best !== last) symbols.push(best);
    last = best;
  }
  return Int32Array.from(symbols);
}

function logSoftmax(logits: Float32Array, channels: number): Float64Array {
  const result = Float64Array.from(logits);
  for (let from = 0; from < result.length; from += channels) {
    const row = result.subarray(from, from + channels);
    const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    const shift = largest + Math.log(sum);
    for (const [k, value] of row.entries()) row[k] = value - shift;
  }
  return result;
}

/** log(eᵃ + eᵇ). */
function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
