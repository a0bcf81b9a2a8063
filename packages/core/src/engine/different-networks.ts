import type { SearchSpace } from "../contracts/space.ts";

/** Lists of larger spaces would take more memory than they save time. */
const largestList = 50_000;

/** The networks of a space. */
export interface Networks<A> {
  /** The first architecture of each network, in the order in which the space lists them. */
  readonly architectures: readonly A[];
  /** Their canonical keys. */
  readonly keys: readonly string[];
}

/** Lists made once for a space: a pure memory, results do not depend on it. */
const memory = new WeakMap<object, Networks<unknown>>();

/** Every network of a space once; `undefined` where it cannot be listed, or is large. */
export function differentNetworks<A>(space: SearchSpace<A>): Networks<A> | undefined {
  if (!space.enumerate || space.size > largestList) return undefined;
  let networks = memory.get(space) as Networks<A> | undefined;
  if (!networks) {
    const byKey = new Map<string, A>();
    for (const architecture of space.enumerate()) {
      const key = space.key(architecture);
      if (!byKey.has(key)) byKey.set(key, architecture);
    }
    memory.set(space, (networks = { architectures: [...byKey.values()], keys: [...byKey.keys()] }));
  }
  return networks;
}
