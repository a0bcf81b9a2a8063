import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { JumpableRandomGenerator } from "pure-rand/types/JumpableRandomGenerator";
import { log, sineAndCosine } from "./elementary.ts";

/** A label in the path of a random stream: what the stream is for. */
export type StreamLabel = string | number;

/** A deterministic stream of random numbers: the same on every machine and JavaScript engine. */
export interface Random {
  /** A number in [0, 1), of 53 random bits. */
  uniform(): number;
  /** An integer in [0, bound), without modulo bias; `bound` in 1 … 2³². */
  integer(bound: number): number;
  /** A number from the standard normal distribution (Box–Muller). */
  normal(): number;
  /** An independent stream: depends on this stream's seed and path and on `labels` only, never on what was drawn. */
  fork(...labels: readonly StreamLabel[]): Random;
}

/**
 * A random stream for `seed` and a path of labels. Streams of different seeds or paths are independent, so trial n of a
 * study draws from `createRandom(seed, "trial", n)` and a resumed study goes on exactly as if it had never stopped.
 *
 * @param seed - any finite number; the streams of 1 and 1.5 differ.
 * @example
 * createRandom(1, "trial", 3).integer(10) === createRandom(1).fork("trial", 3).integer(10) // => true
 */
export function createRandom(seed: number, ...path: readonly StreamLabel[]): Random {
  return new Stream([seed, ...path]);
}

class Stream implements Random {
  readonly #path: readonly StreamLabel[];
  readonly #generator: JumpableRandomGenerator;
  #spare: number | undefined;

  constructor(path: readonly StreamLabel[]) {
    this.#path = path;
    this.#generator = xoroshiro128plusFromState(hash128(path.map((p) => `${typeof p}:${p}`).join("\u0000")));
  }

  uniform(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  integer(bound: number): number {
    if (!(bound >= 1 && bound <= 4_294_967_296))
      throw new RangeError(`expected a bound in 1 … 2³², got ${bound}`);
    const limit = 4_294_967_296 - (4_294_967_296 % bound);
    for (;;) {
      const drawn = this.#generator.next() >>> 0;
      if (drawn < limit) return drawn % bound;
    }
  }

  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * log(1 - this.uniform()));
    const [sine, cosine] = sineAndCosine(this.uniform());
    this.#spare = radius * sine;
    return radius * cosine;
  }

  fork(...labels: readonly StreamLabel[]): Random {
    return new Stream([...this.#path, ...labels]);
  }
}

/** Four 32-bit words from a text: FNV-1a with four offsets, each finished by the 32-bit mixer of MurmurHash3. */
function hash128(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    for (let w = 0; w < 4; w++) words[w] = Math.imul(words[w]! ^ unit, 0x01000193 + 2 * w);
  }
  return words.map((word, w) => mix32(word ^ (w * 0x27d4eb2f)) | (w === 0 ? 1 : 0)) as typeof words;
}

function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
