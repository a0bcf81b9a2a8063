import type { Inputs, Prediction } from "@proxybo/core";
import { CandidateMemo } from "./candidate-memo.ts";
import { columnsOf, type FeatureKinds } from "./columns.ts";
import { explainedShares } from "./explained.ts";
import { FactorMemo } from "./factor-memo.ts";
import { layoutOf } from "./hyperparameters.ts";
import { createKernel } from "./kernel.ts";
import { HyperparameterMemo, type Learnt } from "./learnt.ts";
import type { GaussianProcessSettings } from "./options.ts";
import { condition, fittedMeans, leaveOneOut, posteriorSlopes } from "./posterior.ts";
import { asPrior } from "./transfer.ts";

/** Observations as a process learns them. */
export interface Observed {
  readonly inputs: Inputs;
  readonly targets: Float64Array;
  /** Which of them are conditioned on. */
  readonly conditioned: Int32Array;
  /** The warped targets of these. */
  readonly values: Float64Array;
}

/** A process conditioned on observations; all numbers on the warped scale. */
export interface Conditioned {
  predict(candidates: Inputs): Required<Prediction>;
  /** Means for all observations. */
  fitted(): Float64Array;
  /** Means for all observations, each by a process that is not conditioned on it. */
  leaveOneOut(): Float64Array;
  /** See `explainedShares`. */
  influence(): Float64Array;
  /** See `asPrior`. */
  transfer(): ReturnType<typeof asPrior>;
}

/** A Gaussian process over some kinds of features, and what it remembers between the fits of a search. */
export class Process {
  readonly #settings: GaussianProcessSettings;
  readonly #kinds: FeatureKinds;
  readonly #learnt: HyperparameterMemo;
  readonly #factors = new FactorMemo();
  readonly #candidates: CandidateMemo;
  readonly #observed: CandidateMemo;

  /** @param width - how many features there are, of these and other kinds. */
  constructor(settings: GaussianProcessSettings, kinds: FeatureKinds, width: number) {
    this.#settings = settings;
    this.#kinds = kinds;
    this.#learnt = new HyperparameterMemo(settings);
    this.#candidates = new CandidateMemo(kinds, width);
    this.#observed = new CandidateMemo(kinds, width);
  }

  /** Hyper-parameters, and the evidence for the process with them. */
  learn({ inputs, targets }: Observed): Learnt {
    return this.#learnt.learn(inputs, targets, this.#kinds, layoutOf(this.#kinds, this.#settings));
  }

  condition(observed: Observed): Conditioned {
    const { inputs, conditioned, values } = observed;
    const { parts } = this.learn(observed);
    const seen = columnsOf(inputs, this.#kinds, conditioned);
    const factorization = this.#factors.factorize(createKernel(parts), parts, seen);
    const posterior = condition(factorization, values, parts.slopes);
    /** Means of the conditioned; the others are predicted, without having been seen. */
    const withOthers = (means: Float64Array): Float64Array => {
      if (conditioned.length === inputs.n) return means;
      const predictions = this.#observed.predict(posterior, inputs).mean;
      for (const [at, i] of conditioned.entries()) predictions[i] = means[at]!;
      return predictions;
    };
    return {
      predict: (candidates) => this.#candidates.predict(posterior, candidates),
      fitted: () => withOthers(fittedMeans(posterior, values)),
      leaveOneOut: () => withOthers(leaveOneOut(posterior, values).mean),
      influence: () => explainedShares(posterior, parts, values),
      transfer: () => {
        const slopes = posteriorSlopes(posterior, parts.slopeVariance);
        return asPrior(parts, new Map(this.#kinds.proxyNames.map((name, p) => [name, slopes[p]!])));
      },
    };
  }
}
