import { exp } from "../random/elementary.ts";
import type { SearchState, Suggestion } from "../contracts/strategy.ts";
import type { Why } from "../contracts/observation.ts";
import type { Surrogate } from "../contracts/surrogate.ts";
import { acquire, type Incumbent, surrogateOf } from "./acquisition.ts";
import { type CandidateOptions, drawCandidates, isTooEarly, sampleUnseen, takenKeys } from "./candidates.ts";
import { crossValidate } from "./cross-validation.ts";
import { encodeState, type EncodedState, type FeatureOptions } from "./features.ts";
import { generalization } from "./generalization.ts";
import { indexOfLowest, indicesOfLowest } from "./lowest.ts";
import { type Targets, type TargetScale, targetsOf } from "./targets.ts";

export interface BoOptions {
  /** Architectures evaluated at random first. */
  readonly initial: number;
  /** What the surrogate learns. */
  readonly targets: TargetScale;
  /** What the surrogate is told of an architecture. */
  readonly features: FeatureOptions;
  /** What expected improvement is taken over. */
  readonly incumbent: Incumbent;
  readonly candidates: CandidateOptions;
}

/**
 * The candidate of largest expected improvement under the surrogate. Where proxies are among the features, it also says
 * how well each of them, and the surrogate, order the observations, and what the surrogate takes from each.
 *
 * @param strategy - its name, for errors.
 * @returns `undefined` when no architecture is left.
 */
export async function sampleByAcquisition<A>(
  state: SearchState<A>,
  strategy: string,
  options: BoOptions,
): Promise<Suggestion<A> | undefined> {
  if (isTooEarly(state, options.initial)) {
    const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
    return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
  }
  const candidates = drawCandidates(state, options.candidates);
  if (candidates.n === 0) return undefined;
  const surrogate = surrogateOf(state, strategy);
  const encoded = await encodeState(state, candidates, options.features);
  const targets = targetsOf(state.observations, options.targets);
  const { value, mean, variance } = acquire(
    surrogate,
    encoded,
    targets.values,
    state.random.fork("fit"),
    options.incumbent,
  );
  const costs = value.map((v) => -v);
  const pick = indexOfLowest(costs, state.random.fork("ties"));
  const opinionOf = (candidate: number) => ({
    prediction: targets.describe(mean[candidate]!, variance?.[candidate]),
    ...(variance && { expectedImprovement: exp(value[candidate]!) }),
  });
  const next = indicesOfLowest(costs, 5, pick);
  const [architecture, ...others] = candidates.at([pick, ...next]);
  return {
    architecture: architecture!,
    why: {
      rule: "acquisition",
      ...(options.features.proxies && judgeSources(state, surrogate, encoded, targets)),
      ...opinionOf(pick),
      candidates: candidates.n,
    },
    runnersUp: next.map((candidate, i) => ({ architecture: others[i]!, ...opinionOf(candidate) })),
  };
}

/** What the surrogate learnt of the observations, see `Strategy.transfer`. */
export async function transferLearnt<A>(
  state: SearchState<A>,
  strategy: string,
  options: BoOptions,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (isTooEarly(state, options.initial)) return undefined;
  const surrogate = surrogateOf(state, strategy);
  const { observed } = await encodeState(state, drawCandidates(state, options.candidates), options.features);
  return surrogate.transfer?.(observed, targetsOf(state.observations, options.targets).values);
}

function judgeSources<A>(
  state: SearchState<A>,
  surrogate: Surrogate,
  { observed }: EncodedState,
  { errors, values }: Targets,
): Pick<Why, "generalization" | "influence"> {
  const held = crossValidate(surrogate, observed, values, 5, state.random.fork("cv"));
  const judged: Record<string, number> = { surrogate: generalization(held, errors) };
  const width = observed.features.length;
  for (const [column, { kind, name }] of observed.features.entries()) {
    if (kind !== "proxy") continue;
    const scores = Float64Array.from({ length: observed.n }, (_, i) => observed.rows[i * width + column]!);
    judged[name] = generalization(scores, errors);
  }
  const shares = surrogate.influence?.(observed, values);
  return {
    generalization: judged,
    ...(shares && {
      influence: Object.fromEntries(Object.keys(judged).map((name, source) => [name, shares[source]!])),
    }),
  };
}
