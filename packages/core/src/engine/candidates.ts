import type { SearchState } from "../contracts/strategy.ts";
import { permutation } from "../random/permutation.ts";
import type { Random } from "../random/random.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { differentNetworks } from "./different-networks.ts";
import { targetErrors } from "./targets.ts";

/** Which architectures are considered for the next evaluation. */
export interface CandidateOptions {
  /** How many are drawn at random from the space; `"all"` takes every architecture of a space that can be listed. */
  readonly random: number | "all";
  /** Neighbours of how many of the best observed. */
  readonly parents: number;
  /** At most so many of these neighbours, drawn at random. */
  readonly local: number;
}

/**
 * Draws candidates by random and local sampling (ProxyBO, Algorithm 1, line 4): each network once (by canonical key),
 * none that is observed or pending.
 */
export function drawCandidates<A>(state: SearchState<A>, options: CandidateOptions): A[] {
  const taken = takenKeys(state);
  const candidates: A[] = [];
  const consider = (architecture: A): void => {
    const key = state.space.key(architecture);
    if (taken.has(key)) return;
    taken.add(key);
    candidates.push(architecture);
  };
  for (const neighbour of localSample(state, options)) consider(neighbour);
  if (options.random === "all" && state.space.enumerate) {
    const all = differentNetworks(state.space);
    if (all) {
      for (let i = 0; i < all.keys.length; i++)
        if (!taken.has(all.keys[i]!)) candidates.push(all.architectures[i]!);
    } else for (const architecture of state.space.enumerate()) consider(architecture);
  } else {
    const draws = options.random === "all" ? 1000 : options.random;
    const random = state.random.fork("random-candidates");
    for (let i = 0; i < draws; i++) consider(state.space.sample(random));
  }
  if (candidates.length > 0) return candidates;
  const unseen = sampleUnseen(state.space, taken, state.random.fork("unseen"));
  return unseen === undefined ? [] : [unseen];
}

function localSample<A>(state: SearchState<A>, options: CandidateOptions): A[] {
  const errors = targetErrors(state.observations);
  const best = [...errors.keys()]
    .toSorted((a, b) => errors[a]! - errors[b]! || a - b)
    .slice(0, options.parents);
  const neighbours = best.flatMap((i) => state.space.neighbours(state.observations[i]!.architecture));
  if (neighbours.length <= options.local) return neighbours;
  const order = permutation(neighbours.length, state.random.fork("local-candidates"));
  return Array.from(order.subarray(0, options.local), (i) => neighbours[i]!);
}

/**
 * Whether the next is still one of the `initial` random evaluations, those in flight included; or fewer than two results
 * are there, of which nothing can be learnt.
 */
export function isTooEarly<A>({ observations, pending }: SearchState<A>, initial: number): boolean {
  return observations.length < Math.min(2, initial) || observations.length + pending.length < initial;
}

/** Canonical keys of everything observed or pending. */
export function takenKeys<A>(state: SearchState<A>): Set<string> {
  const taken = new Set(state.observations.map(({ key }) => key));
  for (const architecture of state.pending) taken.add(state.space.key(architecture));
  return taken;
}

/**
 * A random architecture whose key is not taken; where draws keep hitting taken ones, a listable space is searched whole.
 *
 * @returns `undefined` when nothing is left (or, in a space that cannot be listed, nothing was found in 10,000 draws).
 */
export function sampleUnseen<A>(
  space: SearchSpace<A>,
  taken: ReadonlySet<string>,
  random: Random,
): A | undefined {
  const draws = space.enumerate ? 100 : 10_000;
  for (let i = 0; i < draws; i++) {
    const architecture = space.sample(random);
    if (!taken.has(space.key(architecture))) return architecture;
  }
  if (!space.enumerate) return undefined;
  const left = new Map<string, A>();
  for (const architecture of space.enumerate()) {
    const key = space.key(architecture);
    if (!taken.has(key) && !left.has(key)) left.set(key, architecture);
  }
  return left.size === 0 ? undefined : [...left.values()][random.integer(left.size)];
}
