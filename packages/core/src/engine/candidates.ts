import type { SearchState } from "../contracts/strategy.ts";
import { permutation } from "../random/permutation.ts";
import type { Random } from "../random/random.ts";
import type { SearchSpace } from "../contracts/space.ts";
import { type CandidatePool, keptPool, partSize, redrawnPool } from "./candidate-pool.ts";
import { differentNetworks, type Networks } from "./different-networks.ts";
import { HashedKeys } from "./hashed-keys.ts";
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
 * none that is observed or pending. The architectures of more than 32,768 draws are not kept, see `redrawnPool`.
 */
export function drawCandidates<A>(state: SearchState<A>, options: CandidateOptions): CandidatePool<A> {
  const { space } = state;
  const all = options.random === "all" && space.enumerate !== undefined;
  const draws = options.random === "all" ? 1000 : options.random;
  const draw = (): Iterable<A> =>
    all ? space.enumerate!() : samples(space, draws, state.random.fork("random-candidates"));

  const networks = all ? differentNetworks(space) : undefined;
  const few = networks !== undefined || (all ? space.size : draws) <= partSize;
  const pool = few ? kept(state, options, networks, draw) : redrawn(state, options, draw);
  if (pool.n > 0) return pool;
  const unseen = sampleUnseen(space, takenKeys(state), state.random.fork("unseen"));
  return keptPool(unseen === undefined ? [] : [unseen]);
}

function kept<A>(
  state: SearchState<A>,
  options: CandidateOptions,
  networks: Networks<A> | undefined,
  draw: () => Iterable<A>,
): CandidatePool<A> {
  const taken = takenKeys(state);
  const candidates: A[] = [];
  const consider = (architecture: A): void => {
    const key = state.space.key(architecture);
    if (taken.has(key)) return;
    taken.add(key);
    candidates.push(architecture);
  };
  for (const neighbour of localSample(state, options)) consider(neighbour);
  if (!networks) {
    for (const architecture of draw()) consider(architecture);
    return keptPool(candidates);
  }
  const first = candidates.length;
  const places: number[] = [];
  for (let i = 0; i < networks.keys.length; i++) {
    if (taken.has(networks.keys[i]!)) continue;
    candidates.push(networks.architectures[i]!);
    places.push(i);
  }
  return keptPool(candidates, { networks, first, places });
}

function redrawn<A>(
  state: SearchState<A>,
  options: CandidateOptions,
  draw: () => Iterable<A>,
): CandidatePool<A> {
  const taken = new HashedKeys(takenKeys(state));
  const neighbours = localSample(state, options);
  return redrawnPool(
    function* () {
      yield* neighbours;
      yield* draw();
    },
    (architecture) => taken.add(state.space.key(architecture)),
  );
}

function* samples<A>(space: SearchSpace<A>, count: number, random: Random): Iterable<A> {
  for (let i = 0; i < count; i++) yield space.sample(random);
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
