import type { Random } from "@proxybo/core";

/**
 * Fast random integers for the inner loops: the sfc32 generator (Doty-Humphrey), seeded by draws from a stream, hence
 * as deterministic as the stream is.
 */
export class Dice {
  readonly #state = new Int32Array(4);

  /** Starts anew from three draws of `random`. */
  seed(random: Random): void {
    for (let i = 0; i < 3; i++) this.#state[i] = random.integer(4_294_967_296) | 0;
    this.#state[3] = 1;
    for (let i = 0; i < 12; i++) this.next();
  }

  /** 32 random bits as an integer 0 … 2³² − 1. */
  next(): number {
    const s = this.#state;
    const b = s[1]!;
    const c = s[2]!;
    const counter = s[3]!;
    const drawn = (s[0]! + b + counter) | 0;
    s[3] = (counter + 1) | 0;
    s[0] = b ^ (b >>> 9);
    s[1] = (c + (c << 3)) | 0;
    s[2] = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  }

  /** An integer 0 … bound − 1; biased by less than bound / 2³². */
  below(bound: number): number {
    return Math.floor((this.next() * bound) / 4_294_967_296);
  }

  /** A number in [0, 1), of 32 random bits. */
  uniform(): number {
    return this.next() / 4_294_967_296;
  }
}
