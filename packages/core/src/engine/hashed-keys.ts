/**
 * A set for millions of keys of any length: of each it keeps 53 bits. Among a million there is a chance of 1 in 18,000
 * that one is taken for another.
 */
export class HashedKeys {
  readonly #hashes: Set<number>;

  constructor(known: Iterable<string>) {
    this.#hashes = new Set(Array.from(known, hash53));
  }

  /** Adds a key; whether it is new. */
  add(key: string): boolean {
    const before = this.#hashes.size;
    return this.#hashes.add(hash53(key)).size > before;
  }
}

/** 53 bits of a text: two hashes of 32 bits in the manner of FNV-1a, by other multipliers, each mixed at the end. */
function hash53(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995);
  }
  return mixed(a) * 2_097_152 + (mixed(b ^ text.length) >>> 11);
}

/** Every bit of a word in every bit of another (MurmurHash3's finaliser). */
function mixed(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
