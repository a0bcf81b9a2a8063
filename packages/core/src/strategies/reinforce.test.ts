import { describe, expect, it } from "vitest";
import { necklaces, type Necklace } from "../../test/necklaces.ts";
import type { SearchSpace } from "../contracts/space.ts";
import type { SearchState } from "../contracts/strategy.ts";
import { createRandom } from "../random/random.ts";
import { chainObservations, chainSpace } from "../testing/strategy-examples.ts";
import golden from "./fixtures/policy.json" with { type: "json" };
import { Policy } from "./reinforce-policy.ts";
import { reinforceStrategy } from "./reinforce.ts";

const stateOf = <A>(space: SearchSpace<A>, changes: Partial<SearchState<A>> = {}): SearchState<A> => ({
  n: 1,
  space,
  observations: [],
  pending: [],
  surrogate: undefined,
  proxies: [],
  seed: 1,
  random: createRandom(1, "trial", 1),
  ...changes,
});

describe("the policy of reinforce", () => {
  it("has the likelihoods that PyTorch gives after the same updates, and leaves other features out", () => {
    const levels = [2, 3, 2];
    const policy = new Policy(
      [
        { kind: "count", name: "paths" },
        ...levels.map((count, i) => ({ kind: "categorical", name: `decision ${i}`, levels: count }) as const),
      ],
      { learningRate: 0.05, momentum: 0.9 },
    );
    expect(policy.decisions).toBe(3);
    for (const [i, row] of golden.decisions.entries()) policy.update([17, ...row], golden.rewards[i]!);
    for (const [i, row] of golden.decisions.entries())
      expect(policy.logLikelihood([3, ...row])).toBeCloseTo(golden.logLikelihoods[i]!, 10);
  });
});

describe("strategy reinforce", () => {
  it("comes to suggest what was good before, in a space without rules and in one with rules", async () => {
    for (const rule of ["free", "no-repeats"] as const) {
      const space = chainSpace(4, rule);
      // Chains that begin with `wide` (3) are good, all others bad.
      const observations = chainObservations(space, 40, 1).map((o) => ({
        ...o,
        outcome: { status: "ok", error: o.architecture[0] === 3 ? 5 : 50, metrics: {} } as const,
      }));
      const share = async (known: typeof observations): Promise<number> => {
        let good = 0;
        for (let seed = 0; seed < 60; seed++) {
          const random = createRandom(seed, "trial");
          const state = stateOf(space, { observations: known, random });
          const suggestion = await reinforceStrategy({ learningRate: 0.3 }).suggest(state);
          good += suggestion!.architecture[0] === 3 ? 1 / 60 : 0;
        }
        return good;
      };
      expect(await share([])).toBeLessThan(0.45);
      expect(await share(observations)).toBeGreaterThan(0.75);
    }
  });

  it("says that it needs decisions in a space that encodes none", async () => {
    const space: SearchSpace<Necklace> = { ...necklaces(4), features: [{ kind: "count", name: "beads" }] };
    await expect(reinforceStrategy().suggest(stateOf(space))).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("space 'necklaces' encodes no categorical feature"),
    });
  });
});
