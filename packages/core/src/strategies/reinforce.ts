import { exp } from "../random/elementary.ts";
import { z } from "zod";
import type { Entry, OptionsInput } from "../contracts/plugin.ts";
import type { SearchState, Strategy, Suggestion } from "../contracts/strategy.ts";
import { takenKeys } from "../engine/candidates.ts";
import { encode } from "../engine/inputs.ts";
import { targetErrors } from "../engine/targets.ts";
import { ProxyboError } from "../errors/error.ts";
import type { Random } from "../random/random.ts";
import { suggestRandomly } from "./random.ts";
import { type LearningOptions, Policy } from "./reinforce-policy.ts";

export interface ReinforceOptions extends LearningOptions {
  /** How many architectures are drawn from the space for the policy to choose from. */
  readonly candidates: number;
}

export const reinforceOptions: z.ZodType<ReinforceOptions> = z.strictObject({
  learningRate: z.number().positive().default(0.1).describe("step size of Adam"),
  momentum: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe("weight of the past in the moving average of the rewards"),
  candidates: z
    .int()
    .min(1)
    .default(1000)
    .describe("how many architectures are drawn from the space for the policy to choose from"),
});

/**
 * Reinforcement learning (RL): a policy over the space's decisions, its categorical features, that learns by REINFORCE
 * (Williams 1992) with a moving average of the rewards as baseline; the reward is the negated error.
 *
 * A space cannot be asked for the architecture of given decisions, and in many (NAS-Bench-101) few combinations are
 * valid. So architectures are drawn from the space, and one is picked in proportion to its probability under the policy
 * (sampling–importance–resampling; Rubin 1987): what the policy would give if it drew decisions again until they are
 * valid and unseen. The updates are replayed from the observations each time, in O(n).
 *
 * @throws {ProxyboError} `USAGE` (on suggest) where the space has no categorical feature.
 * @example
 * reinforceStrategy({ learningRate: 0.05 }).name // => "reinforce"
 */
export function reinforceStrategy(given: OptionsInput<ReinforceOptions> = {}): Strategy {
  const options = reinforceOptions.parse(given);
  return {
    name: "reinforce",
    needs: { surrogate: false, proxies: false },
    suggest: async (state) => {
      const policy = replay(state, options);
      return pickByPolicy(state, policy, options.candidates) ?? suggestRandomly(state);
    },
  };
}

/** The policy after all its updates. */
function replay<A>(state: SearchState<A>, options: ReinforceOptions): Policy {
  const { space, observations } = state;
  const policy = new Policy(space.features, options);
  if (policy.decisions === 0) {
    throw new ProxyboError(
      "USAGE",
      `strategy 'reinforce' needs decisions; space '${space.name}' encodes no categorical feature`,
      { hint: "Choose an encoding of the space with edges or operations, or another strategy." },
    );
  }
  const errors = targetErrors(observations);
  const { rows } = encode(
    space,
    observations.map(({ architecture }) => architecture),
  );
  const width = space.features.length;
  for (let i = 0; i < observations.length; i++)
    policy.update(rows.subarray(i * width, (i + 1) * width), -errors[i]!);
  return policy;
}

function pickByPolicy<A>(state: SearchState<A>, policy: Policy, draws: number): Suggestion<A> | undefined {
  const { space } = state;
  const taken = takenKeys(state);
  const random = state.random.fork("policy");
  const candidates: A[] = [];
  for (let i = 0; i < draws; i++) {
    const architecture = space.sample(random);
    if (!taken.has(space.key(architecture))) candidates.push(architecture);
  }
  if (candidates.length === 0) return undefined;
  const { rows } = encode(space, candidates);
  const width = space.features.length;
  const likelihoods = Float64Array.from(candidates, (_, i) =>
    policy.logLikelihood(rows.subarray(i * width, (i + 1) * width)),
  );
  const pick = drawByLogWeight(likelihoods, random);
  return { architecture: candidates[pick]!, why: { rule: "policy", candidates: candidates.length } };
}

/** An index with probability proportional to exp(weight). */
function drawByLogWeight(weights: Float64Array, random: Random): number {
  const largest = weights.reduce((most, weight) => Math.max(most, weight), -Infinity);
  const ends = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) ends[i] = sum += exp(weights[i]! - largest);
  const draw = random.uniform() * sum;
  const index = ends.findIndex((end) => end > draw);
  return index === -1 ? weights.length - 1 : index;
}

export const reinforce: Entry<Strategy, void, ReinforceOptions> = {
  description: "REINFORCE over the space's decisions with a moving-average baseline (RL)",
  options: reinforceOptions,
  create: (options) => reinforceStrategy(options),
};
