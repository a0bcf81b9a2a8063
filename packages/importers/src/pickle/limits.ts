/** Bounds within which every official file is by far, and a hostile one is refused. */
export const limits = {
  /** Bytes of one text or byte string. */
  textBytes: 1 << 26,
  /** Bytes of one integer. */
  integerBytes: 64,
  /** Characters of one line: a name, or the text of a number. */
  lineCharacters: 1024,
  /** Values that are not yet part of another one. */
  stack: 1 << 22,
  /** Collections that are open within one another. */
  marks: 1000,
  /** How often each byte may be gone through again. */
  again: 8,
  /** Bytes that are granted for it from the start. */
  againBytes: 1 << 20,
} as const;
