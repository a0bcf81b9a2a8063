import { distance } from "fastest-levenshtein";

/**
 * The names most like `word`, best first: at most three, none that is far off.
 *
 * @example
 * nearest("jacobcov", ["snip", "jacob_cov"]) // => ["jacob_cov"]
 */
export function nearest(word: string, names: readonly string[]): readonly string[] {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_\s]/g, "");
  const wanted = plain(word);
  const farthest = Math.max(1, Math.floor(wanted.length / 3));
  return [...new Set(names)]
    .map((name) => {
      const candidate = plain(name);
      const begins =
        wanted.length >= 2 &&
        candidate.length >= 2 &&
        (candidate.startsWith(wanted) || wanted.startsWith(candidate));
      return { name, far: begins ? Math.min(1, distance(wanted, candidate)) : distance(wanted, candidate) };
    })
    .filter(({ far }) => far <= farthest)
    .toSorted((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `did you mean 'a' or 'b'?`, or `undefined` where nothing is near. */
export function didYouMean(word: string, names: readonly string[]): string | undefined {
  const near = nearest(word, names);
  return near.length === 0 ? undefined : `did you mean ${near.map((name) => `'${name}'`).join(" or ")}?`;
}
