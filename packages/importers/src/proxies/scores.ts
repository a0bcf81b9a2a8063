/** Scores of proxies on architectures, to be joined to an imported table. */
export interface ProxyScores {
  /** Of which task; `undefined` where the file does not say. */
  readonly dataset: string | undefined;
  /** The space of the texts; empty where architectures are known by hash only. */
  readonly space: string;
  /** By text or by hash. */
  readonly by: "arch" | "hash";
  /** Raw scores by proxy, NaN where one failed, in the order of `keys`. */
  readonly proxies: ReadonlyMap<string, Float64Array>;
  readonly keys: readonly string[];
}

/** Names under which proxies are known here. */
const names: Readonly<Record<string, string>> = { jacov: "jacob_cov" };

/** Collects scores row by row. */
export class ScoreRows {
  readonly keys: string[] = [];
  readonly #proxies = new Map<string, number[]>();

  add(key: string, scores: Iterable<readonly [string, number]>): void {
    const row = this.keys.push(key) - 1;
    for (const [given, score] of scores) {
      const name = names[given] ?? given;
      let column = this.#proxies.get(name);
      if (column === undefined) this.#proxies.set(name, (column = []));
      while (column.length < row) column.push(Number.NaN);
      column[row] = score;
    }
  }

  finish(): ReadonlyMap<string, Float64Array> {
    return new Map(
      [...this.#proxies].map(([name, column]) => [
        name,
        Float64Array.from({ length: this.keys.length }, (_, row) => column[row] ?? Number.NaN),
      ]),
    );
  }
}
