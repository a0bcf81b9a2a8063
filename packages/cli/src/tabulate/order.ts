import { createRandom, permutation, ProxyboError, type SearchSpace } from "@proxybo/core";

/** The architectures of a table, and in which order they come to be measured. */
export interface Order {
  /** Each network once. */
  readonly architectures: readonly unknown[];
  /** How many of those that were given stand for a network that was there already. */
  readonly duplicates: number;
}

/** What decides the order, beside the space. */
export interface OrderOptions {
  /** The only ones that are wanted. Default: all of the space. */
  readonly listed?: readonly unknown[] | undefined;
  /** At most so many. */
  readonly count?: number | undefined;
  readonly seed: number;
}

/**
 * Different networks in a random order: those of the list, of the space, or drawn from a space that is too large to
 * list. The first n of them are an unbiased sample for every n, and the same whatever the count.
 *
 * @throws {ProxyboError} `USAGE` for a space that cannot be listed, without a list and a count.
 */
export function orderOf(space: SearchSpace, { listed, count, seed }: OrderOptions): Order {
  const random = createRandom(seed, "tabulate");
  const given = listed ?? space.enumerate?.();
  if (given === undefined) return { architectures: draw(space, count, seed), duplicates: 0 };
  const distinct = new Map<string, unknown>();
  let duplicates = 0;
  for (const architecture of given) {
    const key = space.key(architecture);
    if (distinct.has(key)) duplicates++;
    else distinct.set(key, architecture);
  }
  const pool = [...distinct.values()];
  const order = permutation(pool.length, random).subarray(0, count);
  return { architectures: Array.from(order, (i) => pool[i]), duplicates };
}

/** A space is as good as used up where so many draws in a row gave nothing new. */
const patience = 10_000;

function draw(space: SearchSpace, count: number | undefined, seed: number): readonly unknown[] {
  if (count === undefined)
    throw new ProxyboError("USAGE", `the space '${space.name}' is too large to list`, {
      hint: "say how many architectures to draw: --evaluations 1000; or give a list of them: --archs list.txt",
    });
  const random = createRandom(seed, "tabulate");
  const distinct = new Map<string, unknown>();
  for (let vain = 0; distinct.size < count && vain < patience; vain++) {
    const architecture = space.sample(random);
    const key = space.key(architecture);
    if (distinct.has(key)) continue;
    distinct.set(key, architecture);
    vain = -1;
  }
  return [...distinct.values()];
}
