import { describe, expect, it } from "vitest";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import { surrogateOf } from "../engine/acquisition.ts";
import { sampleUnseen, takenKeys } from "../engine/candidates.ts";
import { randomStrategy } from "../strategies/random.ts";
import { testStrategy } from "./strategy.ts";

/** A random strategy with its suggestions changed. */
function suggesting(
  change: <A>(suggestion: Suggestion<A>, state: SearchState<A>) => Suggestion<A> | undefined,
  needs: Strategy["needs"] = { surrogate: false, proxies: false },
): Strategy {
  return {
    name: "broken",
    needs,
    suggest: async (state) => {
      const suggestion = await randomStrategy().suggest(state);
      return suggestion && change(suggestion, state);
    },
  };
}

/** A random unseen architecture that only counts some of what was seen. */
const ignoring = (part: "observations" | "pending" | "isomorphism"): Strategy =>
  suggesting((suggestion, state) => {
    const seen = new Set<string>();
    if (part === "isomorphism") {
      const texts = new Set([
        ...state.observations.map(({ text }) => text),
        ...state.pending.map((a) => state.space.format(a)),
      ]);
      const { architecture } = suggestion;
      for (let i = 0; i < 200; i++) {
        const drawn = state.space.sample(state.random.fork(i));
        if (!texts.has(state.space.format(drawn))) return { ...suggestion, architecture: drawn };
      }
      return { ...suggestion, architecture };
    }
    for (const key of takenKeys({ ...state, [part]: [] })) seen.add(key);
    const architecture = sampleUnseen(state.space, seen, state.random.fork("again"));
    return architecture === undefined ? undefined : { ...suggestion, architecture };
  });

let calls = 0;
const others = new Set<string>();

/** What is broken, and a word of each case that must notice. */
const broken: readonly [string, Strategy, RegExp][] = [
  ["what was observed", ignoring("observations"), /neither observed nor pending/],
  ["what is pending", ignoring("pending"), /neither observed nor pending/],
  ["the same network in another form", ignoring("isomorphism"), /neither observed nor pending/],
  [
    "architectures of another space",
    suggesting((s, { space }) => ({
      ...s,
      architecture: (space.name === "chains-no-repeats"
        ? [2, 2, 2, 2]
        : s.architecture) as typeof s.architecture,
    })),
    /an architecture of the space/,
  ],
  [
    "randomness of its own",
    suggesting((s, { space, random, ...state }) => ({
      ...s,
      architecture: sampleUnseen(
        space,
        takenKeys({ space, random, ...state }),
        random.fork(Math.floor(Math.random() * 1e9)),
      )!,
    })),
    /the same in the same state/,
  ],
  [
    "a count of its calls in the reasons",
    suggesting((s) => ({ ...s, why: { rule: "random", candidates: ++calls } })),
    /the same in the same state/,
  ],
  [
    "memory of the studies it served",
    suggesting((s, { seed }) => {
      others.add(`${seed}`);
      return { ...s, why: { rule: "random", candidates: others.size } };
    }),
    /keeps nothing between calls/,
  ],
  [
    "no randomness at all",
    {
      name: "first",
      needs: { surrogate: false, proxies: false },
      suggest: async (state) => {
        const taken = takenKeys(state);
        const architecture = [...(state.space.enumerate?.() ?? [])].find(
          (a) => !taken.has(state.space.key(a)),
        );
        return architecture === undefined ? undefined : { architecture, why: { rule: "first" } };
      },
    },
    /takes randomness from the state only/,
  ],
  [
    "observations reversed in place",
    suggesting((s, { observations }) => {
      (observations as unknown[]).reverse();
      return s;
    }),
    /leaves the state as it was/,
  ],
  [
    "pending architectures appended to",
    suggesting((s, { pending }) => {
      (pending as unknown[]).push(s.architecture);
      return s;
    }),
    /leaves the state as it was/,
  ],
  [
    "NaN in the reasons",
    suggesting((s) => ({ ...s, why: { rule: "random", expectedImprovement: NaN } })),
    /finite numbers/,
  ],
  [
    "influences that do not sum to 1",
    suggesting((s) => ({ ...s, why: { rule: "random", influence: { a: 0.5, b: 0.6 } } })),
    /finite numbers/,
  ],
  [
    "ranks from 0",
    suggesting((s) => ({ ...s, why: { rule: "random", ranks: { surrogate: 0 } } })),
    /finite numbers/,
  ],
  [
    "a prediction outside its interval",
    suggesting((s) => ({ ...s, why: { rule: "random", prediction: { error: 3, low: 4, high: 5 } } })),
    /finite numbers/,
  ],
  [
    "a best error among failures only",
    suggesting((s, { observations }) => {
      const errors = observations.flatMap(({ outcome }) => (outcome.status === "ok" ? [outcome.error] : []));
      if (observations.length === 0) return s;
      return { ...s, why: { rule: "random", prediction: { error: Math.min(...errors) } } };
    }),
    /evaluations that failed/,
  ],
  [
    "division by the spread of the errors",
    suggesting((s, { observations }) => {
      const errors = observations.map(({ outcome }) => (outcome.status === "ok" ? outcome.error : 50));
      if (errors.length === 0) return s;
      const spread = Math.max(...errors) - Math.min(...errors);
      return {
        ...s,
        why: { rule: "random", prediction: { error: (errors[0]! - Math.min(...errors)) / spread } },
      };
    }),
    /equal errors/,
  ],
  [
    "the mean of the scores",
    {
      name: "trusting",
      needs: { surrogate: false, proxies: false },
      suggest: async (state) => {
        const suggestion = await randomStrategy().suggest(state);
        if (suggestion === undefined || state.proxies.length === 0) return suggestion;
        const [score] = await state.proxies[0]!.scores([suggestion.architecture]);
        return { ...suggestion, why: { rule: "random", combinedRank: score! } };
      },
    },
    /a proxy that scores nothing/,
  ],
  [
    "giving up early",
    suggesting((s, { observations }) => (observations.length > 20 ? undefined : s)),
    /neither/,
  ],
  [
    "never giving up",
    {
      name: "endless",
      needs: { surrogate: false, proxies: false },
      suggest: async (state) =>
        (await randomStrategy().suggest(state)) ?? {
          architecture: state.space.sample(state.random),
          why: { rule: "random" },
        },
    },
    /space is exhausted/,
  ],
  [
    "a few draws only in a space that cannot be listed",
    suggesting((s, state) => {
      const taken = takenKeys(state);
      for (let i = 0; i < 3; i++) {
        const architecture = state.space.sample(state.random.fork(i));
        if (!taken.has(state.space.key(architecture))) return { ...s, architecture };
      }
      return undefined;
    }),
    /space is exhausted/,
  ],
  ["a need that it does not have", suggesting((s) => s, { surrogate: true, proxies: false }), /does need/],
  [
    "a need that it does not tell",
    suggesting((s, state) => {
      surrogateOf(state, "broken");
      return s;
    }),
    /does not need/,
  ],
  [
    "a need found out by a crash",
    suggesting(
      (s, state) => {
        if (state.proxies.length === 0) throw new TypeError("undefined is not a function");
        return s;
      },
      { surrogate: false, proxies: true },
    ),
    /does need/,
  ],
  [
    "a study that was not stopped, by the objects of its observations",
    suggesting((s, state) => {
      const first = state.observations[0];
      if (first === undefined) return s;
      marks.set(first, (marks.get(first) ?? 0) + 1);
      if (marks.get(first)! < 3) return s;
      const architecture = sampleUnseen(state.space, takenKeys(state), state.random.fork("marked"))!;
      return architecture === undefined ? s : { ...s, architecture };
    }),
    /was resumed/,
  ],
];

const marks = new WeakMap<object, number>();

const noticed = async (strategy: Strategy): Promise<string[]> => {
  const failed: string[] = [];
  for (const behaviour of testStrategy(strategy)) {
    await behaviour.run().catch(() => failed.push(behaviour.name));
  }
  return failed;
};

describe("testStrategy", () => {
  it("finds nothing wrong with a sound strategy", async () => {
    expect(await noticed(randomStrategy())).toEqual([]);
  });

  for (const [fault, strategy, behaviour] of broken) {
    it(`notices ${fault}`, async () => {
      expect(await noticed(strategy)).toContainEqual(expect.stringMatching(behaviour));
    });
  }
});
