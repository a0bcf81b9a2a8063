/**
 * The fewest insertions, deletions and substitutions of symbols that turn one sequence into the other.
 *
 * Source: Levenshtein 1966; by the dynamic programme of Wagner and Fischer 1974.
 *
 * @example
 * editDistance([1, 2, 3], [1, 3, 3, 4]) // => 2
 */
export function editDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = new Uint32Array(b.length + 1);
    next[0] = i + 1;
    for (let j = 0; j < b.length; j++)
      next[j + 1] = Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/**
 * Edits between transcripts and the right ones, over the symbols of the right ones, in percent: 0 or more, above 100
 * where many symbols are inserted. The phoneme error rate (PER) of NAS-Bench-ASR where symbols are phonemes.
 *
 * @returns NaN where the right transcripts hold no symbol at all.
 * @example
 * symbolErrorRate([[1, 2], [3]], [[1, 2, 3], [3]]) // => 25
 */
export function symbolErrorRate(
  transcripts: readonly ArrayLike<number>[],
  right: readonly ArrayLike<number>[],
): number {
  const edits = right.reduce((sum, expected, i) => sum + editDistance(transcripts[i]!, expected), 0);
  const symbols = right.reduce((sum, { length }) => sum + length, 0);
  return symbols === 0 ? Number.NaN : (100 * edits) / symbols;
}
