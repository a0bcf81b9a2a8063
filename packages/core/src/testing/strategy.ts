import assert from "node:assert/strict";
import { isRight } from "fp-ts/lib/Either.js";
import type { Why } from "../contracts/observation.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import { ProxyboError } from "../errors/error.ts";
import { createRandom } from "../random/random.ts";
import { memoryStore } from "../store/memory.ts";
import { createStudy } from "../study/create.ts";
import type { ConformanceCase } from "./conformance.ts";
import {
  type Chain,
  chainObservations,
  chainSpace,
  errorOfChain,
  exampleProxies,
  exampleSurrogate,
} from "./strategy-examples.ts";

export interface StrategySuiteOptions {
  /** The surrogate that the study has. Default: a nearest-neighbour model. */
  readonly surrogate?: Surrogate;
  /** How many observations the states have that behaviours are tried on. Default 0, 1, 4, 5, 23 and 40. */
  readonly histories?: readonly number[];
}

/**
 * What every strategy must do: state in, decision out. Tried on two small spaces of chains of operations, some of which
 * are the same network; in one of them decisions cannot be set one by one.
 *
 * @example
 * for (const { name, run } of testStrategy(evolutionStrategy())) test(name, run);
 */
export function testStrategy(
  strategy: Strategy,
  options: StrategySuiteOptions = {},
): readonly ConformanceCase[] {
  const { surrogate = exampleSurrogate, histories = [0, 1, 4, 5, 23, 40] } = options;
  const spaces = [chainSpace(4, "free"), chainSpace(4, "no-repeats")];
  const stateOf = (
    space: SearchSpace<Chain>,
    observed: number,
    changes: Partial<SearchState<Chain>> & { seed?: number } = {},
  ): SearchState<Chain> => {
    const { seed = 1, pending = [], observations = chainObservations(space, observed, seed) } = changes;
    const n = changes.n ?? observations.length + pending.length + 1;
    return {
      n,
      space,
      observations,
      pending,
      surrogate,
      proxies: exampleProxies,
      seed,
      random: createRandom(seed, "trial", n),
      ...changes,
    };
  };
  /** Runs a check on a state of every space, length of history and seed. */
  const each = async (check: (state: () => SearchState<Chain>) => Promise<void>): Promise<void> => {
    for (const space of spaces)
      for (const observed of histories)
        for (const seed of [1, 2]) await check(() => stateOf(space, observed, { seed }));
  };
  const suggested = async (state: SearchState<Chain>): Promise<Suggestion<Chain>> => {
    const suggestion = await strategy.suggest(state);
    assert.ok(
      suggestion !== undefined,
      `gave up at trial ${state.n} of space '${state.space.name}', where architectures are left`,
    );
    assertMember(state.space, suggestion.architecture);
    assertUnseen(state, suggestion.architecture);
    return suggestion;
  };

  const behaviours: Record<string, () => Promise<void>> = {
    "suggests an architecture of the space that is neither observed nor pending": () =>
      each(async (state) => {
        let pending: readonly Chain[] = [];
        for (let flight = 0; flight < 6; flight++) {
          const { architecture } = await suggested(
            stateOf(state().space, 0, { ...inFlight(state(), pending) }),
          );
          pending = [...pending, architecture];
        }
      }),
    "suggests the same in the same state": () =>
      each(async (state) => assert.deepEqual(await suggested(state()), await suggested(state()))),
    "keeps nothing between calls, whatever other studies it served": () =>
      each(async (state) => {
        const first = await suggested(state());
        for (const other of [stateOf(spaces[0]!, 30, { seed: 9 }), stateOf(spaces[1]!, 2, { seed: 8 })])
          await suggested(other);
        assert.deepEqual(await suggested(state()), first);
      }),
    "takes randomness from the state only: another stream and seed, other suggestions": async () => {
      const texts = new Set<string>();
      for (let seed = 1; seed <= 12; seed++) {
        const space = spaces[0]!;
        const observations = chainObservations(space, 3, 1);
        const state = stateOf(space, 3, { seed, observations });
        texts.add(space.format((await suggested(state)).architecture));
      }
      // A strategy without any randomness gives one answer; that is allowed where proxies or a model decide.
      if (!strategy.needs.proxies && !strategy.needs.surrogate)
        assert.ok(texts.size > 1, `12 seeds gave one suggestion, ${[...texts].join()}`);
    },
    "leaves the state as it was": () =>
      each(async (state) => {
        const [mine, untouched] = [freeze(state()), state()];
        await suggested(mine);
        assert.deepEqual(mine.observations, untouched.observations, "the observations were changed");
        assert.deepEqual(mine.pending, untouched.pending, "the pending architectures were changed");
      }),
    "says why in finite numbers that JSON keeps": () =>
      each(async (state) => assertWellFormed((await suggested(state())).why)),
    "copes with evaluations that failed, all of them or some": async () => {
      for (const space of spaces)
        for (const failing of ["some", "all"] as const)
          for (const observed of histories) {
            const observations = chainObservations(space, observed, 3, failing);
            const { why } = await suggested(stateOf(space, observed, { observations }));
            assertWellFormed(why);
          }
    },
    "copes with equal errors": async () => {
      for (const space of spaces)
        for (const observed of histories) {
          const outcome = { status: "ok", error: 12.5, metrics: {} } as const;
          const observations = chainObservations(space, observed, 4).map((o) => ({ ...o, outcome }));
          assertWellFormed((await suggested(stateOf(space, observed, { observations }))).why);
        }
    },
    "copes with a proxy that scores nothing": async () => {
      const proxies = [
        { name: "mute", scores: async (chains: readonly Chain[]) => unscored(chains) },
        ...exampleProxies,
      ];
      for (const some of [proxies, proxies.slice(0, 1)])
        for (const observed of histories)
          assertWellFormed((await suggested(stateOf(spaces[0]!, observed, { proxies: some }))).why);
    },
    "finds the last architecture, then says that the space is exhausted": async () => {
      for (const rule of ["free", "no-repeats"] as const) {
        const listed = chainSpace(2, rule);
        const keys = new Set(Array.from(listed.enumerate!(), (chain) => listed.key(chain)));
        for (const space of [listed, chainSpace(2, rule, false)]) {
          const observations = chainObservations(space, keys.size, 5);
          for (const missing of [1, 2])
            await suggested(stateOf(space, 0, { observations: observations.slice(missing) }));
          const left = observations.slice(0, -2);
          const pending = observations.slice(-2).map(({ architecture }) => architecture);
          for (const spent of [
            stateOf(space, 0, { observations }),
            stateOf(space, 0, { observations: left, pending }),
          ])
            assert.equal(await strategy.suggest(spent), undefined, `${keys.size} networks, all seen`);
        }
      }
    },
    "does without what it does not need, and says what it does need": async () => {
      const last = Math.max(...histories);
      const lacks = [
        ["surrogate", { surrogate: undefined }],
        ["proxies", { proxies: [] }],
      ] as const;
      for (const [need, lack] of lacks) {
        const refusals: unknown[] = [];
        // Some do without at some trials: at all of them, none may refuse, or one must.
        for (let observed = 0; observed <= last; observed++)
          await suggested(stateOf(spaces[0]!, observed, lack)).catch((thrown: unknown) =>
            refusals.push(thrown),
          );
        const needed = strategy.needs[need];
        assert.equal(refusals.length > 0, needed, `needs.${need} is ${needed}: ${String(refusals[0])}`);
        for (const refusal of refusals)
          assert.ok(refusal instanceof ProxyboError && refusal.code === "USAGE", String(refusal));
      }
    },
    "goes on in a study that was resumed as if it had never stopped": async () => {
      const evaluations = Math.min(44, Math.max(...histories) + 4);
      for (const space of spaces) {
        const parts = {
          space,
          strategy,
          surrogate,
          proxies: exampleProxies,
          evaluations,
          objective: {
            name: "formula",
            evaluate: async ({ architecture }: { architecture: Chain }) =>
              ({ status: "ok", error: errorOfChain(architecture), metrics: {}, seconds: 1 }) as const,
          },
        };
        const whole = await createStudy(parts);
        await whole.run();
        for (const stop of [2, Math.floor(evaluations / 2), evaluations - 1]) {
          const store = memoryStore();
          const first = await createStudy({ ...parts, store, evaluations: stop });
          await first.run();
          const second = await createStudy({ ...parts, store, resume: first.id });
          await second.run();
          const texts = (study: typeof whole): readonly string[] => study.observations.map((o) => o.text);
          assert.deepEqual(texts(second), texts(whole), `stopped after ${stop}`);
        }
      }
    },
  };
  return Object.entries(behaviours).map(([behaviour, run]) => ({
    name: `strategy '${strategy.name}' ${behaviour}`,
    run,
  }));
}

/** The state when `pending` are in flight as well. */
function inFlight(
  { observations, seed }: SearchState<Chain>,
  pending: readonly Chain[],
): Pick<SearchState<Chain>, "observations" | "pending" | "seed"> {
  return { observations, pending, seed };
}

const unscored = (chains: readonly Chain[]): Float64Array => new Float64Array(chains.length).fill(NaN);

function assertMember(space: SearchSpace<Chain>, architecture: Chain): void {
  const text = space.format(architecture);
  assert.ok(isRight(space.parse(text)), `'${text}' is not of space '${space.name}'`);
}

function assertUnseen({ space, observations, pending }: SearchState<Chain>, architecture: Chain): void {
  const key = space.key(architecture);
  const seen = observations.find((observation) => observation.key === key);
  assert.ok(seen === undefined, `${space.format(architecture)} is observation ${seen?.n}, ${seen?.text}`);
  const flying = pending.find((other) => space.key(other) === key);
  assert.ok(flying === undefined, `${space.format(architecture)} is pending`);
}

/** Writing to anything frozen throws. */
function freeze(state: SearchState<Chain>): SearchState<Chain> {
  const deep = <T>(value: T): T => {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
    for (const part of Object.values(value)) deep(part);
    return Object.freeze(value);
  };
  deep(state.observations);
  deep(state.pending);
  return Object.freeze(state);
}

function assertWellFormed(why: Why): void {
  assert.deepEqual(JSON.parse(JSON.stringify(why)), why, "JSON does not give `why` back");
  assert.match(why.rule, /^[a-z][a-z-]*$/, `expected the rule as a word, got '${why.rule}'`);
  const within = (values: Readonly<Record<string, number>> = {}, low: number, high: number): void => {
    for (const [source, value] of Object.entries(values))
      assert.ok(value >= low && value <= high, `${source}: expected ${low} … ${high}, got ${value}`);
  };
  within(why.generalization, 0, 1);
  within(why.influence, 0, 1);
  within(why.ranks, 1, Math.max(1, why.candidates ?? Infinity));
  within(why.unscored, 1, why.candidates ?? Infinity);
  if (why.influence !== undefined) {
    const sum = Object.values(why.influence).reduce((total, share) => total + share, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `the influences sum to ${sum}`);
  }
  if (why.prediction?.low !== undefined && why.prediction.high !== undefined)
    assert.ok(
      why.prediction.low <= why.prediction.error && why.prediction.error <= why.prediction.high,
      "the predicted error lies outside its interval",
    );
}
