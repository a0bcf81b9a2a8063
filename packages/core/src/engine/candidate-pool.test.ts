import { expect, it, vi } from "vitest";
import { boStrategy, brpStrategy, createRandom } from "../index.ts";
import { necklaces, observationsOf, stateAfter } from "../../test/necklaces.ts";
import { keptPool, partSize, redrawnPool } from "./candidate-pool.ts";
import { drawCandidates } from "./candidates.ts";
import { HashedKeys } from "./hashed-keys.ts";

const options = { random: 40_000, parents: 2, local: 100 };

/** A search in a space of necklaces, of which three are observed. */
function stateOf(space: ReturnType<typeof necklaces>) {
  const random = createRandom(5);
  return stateAfter(space, [space.sample(random), space.sample(random), space.sample(random)]);
}

it("has every network of many draws once, none that is observed, the neighbours of the best first", () => {
  const space = necklaces(12);
  const state = stateOf(space);
  const pool = drawCandidates(state, options);
  const keys = [...pool.parts()].flat().map((architecture) => space.key(architecture));
  const taken = new Set(state.observations.map(({ key }) => key));
  const expected: string[] = [];
  const best = state.observations.toSorted((a, b) => errorOf(a) - errorOf(b)).slice(0, 2);
  const neighbours = best.flatMap(({ architecture }) => space.neighbours(architecture));
  const random = createRandom(1).fork("random-candidates");
  const draws = Array.from({ length: options.random }, () => space.sample(random));
  for (const architecture of [...neighbours, ...draws]) {
    const key = space.key(architecture);
    if (!taken.has(key)) expected.push(key);
    taken.add(key);
  }
  expect(keys).toEqual(expected);
  expect(pool.n).toBe(expected.length);
});

it("gives parts of at most 32,768, and the architectures at any places", () => {
  const numbers = Array.from({ length: 80_000 }, (_, i) => i);
  const isEven = (n: number): boolean => n % 2 === 0;
  const kept = keptPool(numbers.filter(isEven));
  const redrawn = redrawnPool(() => numbers, isEven);
  for (const pool of [kept, redrawn]) {
    expect([...pool.parts()].map((part) => part.length)).toEqual([partSize, 40_000 - partSize]);
    expect([...pool.parts()].flat()).toEqual(numbers.filter(isEven));
    expect(pool.at([39_999, 0, 123])).toEqual([79_998, 0, 246]);
    expect(pool.at([])).toEqual([]);
  }
});

it.for([
  ["bo", boStrategy({ initial: 3, candidates: options })],
  ["brp", brpStrategy({ round: 4, top: 1, candidates: { ...options, parents: 0 } })],
] as const)("%s takes the best of many, whose architectures are not kept", async ([, strategy]) => {
  const space = necklaces(16);
  const sample = vi.spyOn(space, "sample");
  // The ring that reads as the highest number in base 3 is predicted best.
  const valueOf = (row: ArrayLike<number>, at: number): number => {
    let value = 0;
    for (let bead = 0; bead < 16; bead++) value += row[at + bead]! * 3 ** bead;
    return value;
  };
  const suggestion = await strategy.suggest({
    ...stateOf(space),
    n: 5,
    surrogate: {
      name: "digits",
      uncertainty: false,
      fit: () => ({
        predict: ({ n, rows }) => ({
          mean: Float64Array.from({ length: n }, (_, i) => -valueOf(rows, i * 16)),
        }),
      }),
    },
  });
  // Once to choose, once to predict, once to fetch those that were chosen.
  expect(sample.mock.calls.length).toBeGreaterThan(2 * options.random);
  const drawn = sample.mock.results.slice(0, options.random).map(({ value }) => value as never);
  const value = (architecture: never): number => {
    const row = new Float64Array(16);
    space.encodeInto(architecture, row);
    return valueOf(row, 0);
  };
  const best = drawn.reduce((a, b) => (value(b) > value(a) ? b : a));
  expect(value(suggestion!.architecture as never)).toBeGreaterThanOrEqual(value(best));
  const chosen = [suggestion!, ...suggestion!.runnersUp!].map(({ architecture }) =>
    value(architecture as never),
  );
  expect(chosen).toEqual(chosen.toSorted((a, b) => b - a));
  expect(chosen).toHaveLength(6);
});

it("tells a million keys apart by their hashes", () => {
  const keys = new HashedKeys(["0", "known"]);
  expect(keys.add("known")).toBe(false);
  let fresh = 0;
  for (let i = 0; i < 1_000_000; i++) if (keys.add(i.toString(5))) fresh++;
  expect(fresh).toBe(999_999);
  expect(keys.add("42")).toBe(false);
});

function errorOf({ outcome }: ReturnType<typeof observationsOf>[0]): number {
  return outcome.status === "ok" ? outcome.error : Infinity;
}
