import { exp } from "../random/elementary.ts";
import type { SearchState, Suggestion } from "../contracts/strategy.ts";
import { acquire, surrogateOf } from "./acquisition.ts";
import { type CandidateOptions, drawCandidates, isTooEarly, sampleUnseen, takenKeys } from "./candidates.ts";
import { combinedRank } from "./combined-rank.ts";
import { crossValidate } from "./cross-validation.ts";
import { generalization, generalizationByChance } from "./generalization.ts";
import { influence } from "./influence.ts";
import { encodeState, type FeatureOptions } from "./features.ts";
import { indexOfLowest, indicesOfLowest } from "./lowest.ts";
import { scoresOf } from "./proxy-scores.ts";
import { averageRanks } from "./ranks.ts";
import { type TargetScale, targetsOf } from "./targets.ts";

export interface ProxyBoOptions {
  /** Architectures evaluated at random before anything is learnt. */
  readonly initial: number;
  /** τ₀ of the influence. */
  readonly temperature: number;
  /**
   * A proxy takes part while its G is this many standard deviations of chance above ½; `null`: always, as in the paper.
   * Without a margin, an inverted proxy of vanishing influence still breaks the many ties of a forest's acquisition,
   * and the wrong way.
   */
  readonly margin: number | null;
  /** Folds of the cross-validation that judges the surrogate. */
  readonly folds: number;
  /** What the surrogate learns. */
  readonly targets: TargetScale;
  /** What the surrogate is told of an architecture. */
  readonly features: FeatureOptions;
  readonly candidates: CandidateOptions;
}

/** One opinion on the candidates: the surrogate, or a proxy. */
interface Source {
  readonly name: string;
  readonly generalization: number;
  /** Observations that it has an opinion of. */
  readonly observed: number;
  /** Lower is better. */
  readonly values: ArrayLike<number>;
}

/**
 * Samples the next architecture by combined rank with dynamic influence (ProxyBO, Algorithm 1; Shen et al., AAAI-23).
 *
 * @returns `undefined` when no architecture is left.
 */
export async function sampleProxyBo<A>(
  state: SearchState<A>,
  options: ProxyBoOptions,
): Promise<Suggestion<A> | undefined> {
  // Line 1: a random architecture while there is too little to learn from.
  if (isTooEarly(state, options.initial)) {
    const architecture = sampleUnseen(state.space, takenKeys(state), state.random);
    return architecture === undefined ? undefined : { architecture, why: { rule: "random" } };
  }
  // Line 4: candidates by random and local sampling.
  const candidates = drawCandidates(state, options.candidates);
  if (candidates.n === 0) return undefined;

  // Lines 2 and 5: the generalisation of each source on the observations, and its opinion of the candidates.
  const surrogate = surrogateOf(state, "proxybo");
  const encoded = await encodeState(state, candidates, options.features);
  const targets = targetsOf(state.observations, options.targets);
  const predicted = crossValidate(
    surrogate,
    encoded.observed,
    targets.values,
    options.folds,
    state.random.fork("cv"),
  );
  const acquisition = acquire(surrogate, encoded, targets.values, state.random.fork("fit"), "observed");
  const sources: Source[] = [
    {
      name: "surrogate",
      generalization: generalization(predicted, targets.errors),
      observed: targets.errors.length,
      values: acquisition.value.map((value) => -value),
    },
  ];
  const observed = state.observations.map(({ architecture }) => architecture);
  for (const [p, scores] of (await scoresOf(state.proxies, observed, candidates)).entries())
    sources.push(judged(state.proxies[p]!.name, scores, targets.errors));

  // Line 3: the influence of each source.
  const heard = sources.map((source, index) =>
    index === 0 || isAboveChance(source, options.margin) ? source.generalization : -Infinity,
  );
  const influences = influence(heard, state.n, options.temperature);
  // Lines 6 to 8: rank by every source, combine, and take the lowest.
  const ranks = sources.map((source) => averageRanks(source.values));
  const combined = combinedRank(ranks, influences);
  const pick = indexOfLowest(combined, state.random.fork("ties"));

  const bySource = <T>(value: (index: number) => T): Record<string, T> =>
    Object.fromEntries(sources.map(({ name }, index) => [name, value(index)]));
  const opinionOf = (candidate: number) => ({
    ranks: bySource((s) => ranks[s]![candidate]!),
    combinedRank: combined[candidate]!,
    prediction: targets.describe(acquisition.mean[candidate]!, acquisition.variance?.[candidate]),
    ...(acquisition.variance && { expectedImprovement: exp(acquisition.value[candidate]!) }),
  });
  const next = indicesOfLowest(combined, 5, pick);
  const [architecture, ...others] = candidates.at([pick, ...next]);
  return {
    architecture: architecture!,
    why: {
      rule: "combined-rank",
      generalization: bySource((s) => sources[s]!.generalization),
      influence: bySource((s) => influences[s]!),
      ...opinionOf(pick),
      candidates: candidates.n,
      ...unscored(sources),
    },
    runnersUp: next.map((candidate, i) => ({ architecture: others[i]!, ...opinionOf(candidate) })),
  };
}

/** @param scores - of the observations, whose errors are given, then of the candidates. */
function judged(name: string, scores: Float64Array, errors: Float64Array): Source {
  const ofObserved = scores.subarray(0, errors.length);
  return {
    name,
    generalization: generalization(ofObserved, errors),
    observed: ofObserved.filter(Number.isFinite).length,
    values: scores.subarray(errors.length),
  };
}

function isAboveChance(proxy: Source, margin: number | null): boolean {
  return margin === null || proxy.generalization > 0.5 + margin * generalizationByChance(proxy.observed);
}

/** How many candidates each proxy has no score for, where any. */
function unscored(sources: readonly Source[]): { unscored?: Record<string, number> } {
  const counts: Record<string, number> = {};
  for (const { name, values } of sources.slice(1)) {
    let count = 0;
    for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++;
    if (count > 0) counts[name] = count;
  }
  return Object.keys(counts).length === 0 ? {} : { unscored: counts };
}
