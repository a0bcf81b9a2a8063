import type { SearchState } from "../contracts/strategy.ts";
import type { Inputs, Surrogate, SurrogateModel } from "../contracts/surrogate.ts";
import { ProxyboError } from "../errors/error.ts";
import type { Random } from "../random/random.ts";
import { logExpectedImprovement } from "./expected-improvement.ts";
import type { Candidates, EncodedState } from "./features.ts";

/** What the surrogate thinks of n candidates. */
export interface Acquisition {
  readonly mean: Float64Array;
  /** Absent where the surrogate has none. */
  readonly variance: Float64Array | undefined;
  /** ln EI, higher is better; the negated mean where the surrogate has no variance. */
  readonly value: Float64Array;
}

/**
 * What an evaluation must improve on: the lowest error observed, or the lowest mean that the model has for an observation. One
 * lucky training lowers the first for good; where trainings are noisy nothing then seems worth much, and the search
 * strays (Picheny, Wagner & Ginsbourger 2013 call the second a plug-in).
 */
export type Incumbent = "observed" | "predicted";

/** The surrogate of a state that must have one. */
export function surrogateOf<A>(state: SearchState<A>, strategy: string): Surrogate {
  if (state.surrogate) return state.surrogate;
  throw new ProxyboError("USAGE", `strategy '${strategy}' needs a surrogate; the study has none`, {
    hint: "Give the study a surrogate, e.g. `--surrogate rf`.",
  });
}

/**
 * Expected improvement of candidates under a surrogate fitted to the observations (ProxyBO, Algorithm 1, line 5).
 * Evaluations in flight are imputed as the surrogate wants it, so that the next pick does not crowd around them.
 *
 * @param targets - of each observation, on the scale of the surrogate.
 */
export function acquire(
  surrogate: Surrogate,
  encoded: EncodedState,
  targets: Float64Array,
  random: Random,
  incumbent: Incumbent,
): Acquisition {
  const model = fitWithPending(surrogate, encoded, targets, random);
  const { mean, variance } = predictBlocks(surrogate.name, model, encoded.candidates);
  const best = lowest(incumbent === "observed" ? targets : fittedMeans(model, encoded.observed));
  const value = mean.map((m, i) => (variance ? logExpectedImprovement(m, variance[i]!, best) : -m));
  return { mean, variance, value };
}

/** What a model says of the observations; those in flight, which it may be fitted to besides, come last. */
function fittedMeans(model: SurrogateModel, observed: Inputs): Float64Array {
  return (model.fitted?.() ?? model.predict(observed).mean).subarray(0, observed.n);
}

function lowest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Predictions of candidates, a block at a time. */
export function predictBlocks(
  surrogate: string,
  model: SurrogateModel,
  candidates: Candidates,
): Pick<Acquisition, "mean" | "variance"> {
  const mean = new Float64Array(candidates.n);
  let variance: Float64Array | undefined;
  let start = 0;
  for (const block of candidates.blocks()) {
    const predicted = model.predict(block);
    if (predicted.mean.length !== block.n || (predicted.variance?.length ?? block.n) !== block.n)
      throw new ProxyboError(
        "SURROGATE_FAILED",
        `surrogate '${surrogate}' predicted ${predicted.mean.length} means and ${predicted.variance?.length ?? "no"} variances; expected ${block.n} of each`,
      );
    mean.set(predicted.mean, start);
    if (predicted.variance) (variance ??= new Float64Array(candidates.n)).set(predicted.variance, start);
    start += block.n;
  }
  const wrong = mean.find((m) => !Number.isFinite(m));
  if (wrong !== undefined)
    throw new ProxyboError(
      "SURROGATE_FAILED",
      `surrogate '${surrogate}' predicted ${wrong}; expected finite errors`,
    );
  return { mean, variance };
}

function fitWithPending(
  surrogate: Surrogate,
  { observed, pending }: EncodedState,
  targets: Float64Array,
  random: Random,
): SurrogateModel {
  const fit = (): SurrogateModel => surrogate.fit(observed, targets, random);
  if (pending.n === 0) return fit();
  const rows = new Float64Array(observed.rows.length + pending.rows.length);
  rows.set(observed.rows);
  rows.set(pending.rows, observed.rows.length);
  const joined: Inputs = {
    n: observed.n + pending.n,
    rows,
    features: observed.features,
    graph: (i) => (i < observed.n ? observed.graph(i) : pending.graph(i - observed.n)),
  };
  const joinedTargets = new Float64Array(joined.n);
  joinedTargets.set(targets);
  if (surrogate.inFlight === "worst") joinedTargets.fill(Math.max(...targets), observed.n);
  else joinedTargets.set(fit().predict(pending).mean, observed.n);
  return surrogate.fit(joined, joinedTargets, random.fork("pending"));
}
