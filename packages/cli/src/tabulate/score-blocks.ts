import type { ProxySource } from "@proxybo/core";

/** So many networks are in memory at once. */
const blockSize = 64;

/**
 * Scores architectures by all proxies, block after block. Rejects as the sources do, e.g. when scoring is ended; what is
 * scored is kept by them.
 *
 * @param advance - told how many are done after each block.
 */
export async function scoreBlocks<A>(
  sources: readonly ProxySource<A>[],
  architectures: readonly A[],
  advance: (done: number) => void,
): Promise<void> {
  for (let start = 0; start < architectures.length; start += blockSize) {
    const block = architectures.slice(start, start + blockSize);
    // Settled all, so that none is at work when the run ends.
    const ends = await Promise.allSettled(sources.map((source) => source.scores(block)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    advance(start + block.length);
  }
}

/** The scores of one architecture that are there, by source; `undefined` where it has not been scored yet. */
export async function scoresAtHand(
  sources: readonly ProxySource[],
  architecture: unknown,
  ended: () => boolean,
): Promise<readonly (number | undefined)[]> {
  const scores: (number | undefined)[] = [];
  for (const source of sources) {
    try {
      const [score] = await source.scores([architecture]);
      scores.push(score);
    } catch (error) {
      if (!ended()) throw error;
      scores.push(undefined);
    }
  }
  return scores;
}
