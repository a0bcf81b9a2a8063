import type { Networks } from "./different-networks.ts";

/** Candidates of one suggestion, each network once, in a fixed order. */
export interface CandidatePool<A> {
  readonly n: number;
  /** Which of them are taken from a list: what is known of the whole list need not be found out again. */
  readonly listed?: ListedCandidates<A>;
  /** All of them, up to 32,768 at a time. */
  parts(): Iterable<readonly A[]>;
  /** Those at these places, in the order of the places. */
  at(places: readonly number[]): readonly A[];
}

/** The candidates from place `first` on are those at `places` of a list of networks. */
export interface ListedCandidates<A> {
  readonly networks: Networks<A>;
  readonly first: number;
  readonly places: ArrayLike<number>;
}

/** As many as most searches draw are one part. */
export const partSize = 32_768;

/** A pool of architectures that are kept. */
export function keptPool<A>(architectures: readonly A[], listed?: ListedCandidates<A>): CandidatePool<A> {
  return {
    n: architectures.length,
    ...(listed && { listed }),
    *parts() {
      for (let start = 0; start < architectures.length; start += partSize)
        yield architectures.slice(start, start + partSize);
    },
    at: (places) => places.map((place) => architectures[place]!),
  };
}

/**
 * A pool that keeps no architecture, for more than fit the memory: it draws them again whenever it is asked.
 *
 * @param draw - gives the same architectures in the same order every time.
 * @param isNew - whether an architecture belongs to the pool; asked once for each draw, in their order.
 */
export function redrawnPool<A>(
  draw: () => Iterable<A>,
  isNew: (architecture: A) => boolean,
): CandidatePool<A> {
  const chosen: number[] = [];
  let draws = 0;
  for (const architecture of draw()) {
    if (isNew(architecture)) chosen.push(draws);
    draws++;
  }
  const numbers = Uint32Array.from(chosen);
  function* members(): Iterable<A> {
    let place = 0;
    let number = 0;
    for (const architecture of draw()) {
      if (number++ !== numbers[place]) continue;
      yield architecture;
      if (++place === numbers.length) return;
    }
  }
  return {
    n: numbers.length,
    *parts() {
      let part: A[] = [];
      for (const architecture of members()) {
        if (part.push(architecture) < partSize) continue;
        yield part;
        part = [];
      }
      if (part.length > 0) yield part;
    },
    at(places) {
      const wanted = new Set(places);
      const found = new Map<number, A>();
      let place = 0;
      for (const architecture of members()) {
        if (wanted.has(place)) found.set(place, architecture);
        if (found.size === wanted.size) break;
        place++;
      }
      return places.map((at) => found.get(at)!);
    },
  };
}
