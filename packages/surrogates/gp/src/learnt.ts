import type { Inputs } from "@proxybo/core";
import { columnsOf, type FeatureKinds } from "./columns.ts";
import type { Layout } from "./hyperparameters.ts";
import type { KernelParts } from "./kernel.ts";
import { createLikelihood } from "./marginal-likelihood.ts";
import { priorMean, slopesOf } from "./prior-mean.ts";
import { mostProbable, type MostProbable } from "./most-probable.ts";
import type { GaussianProcessSettings } from "./options.ts";
import { lastLearning, learntFrom, representatives, searchCapacity, searchEvaluations } from "./schedule.ts";
import { copula, standardized } from "./warp.ts";

export interface Learnt {
  readonly parts: KernelParts;
  /**
   * ln of the probability of the observations at the most probable hyper-parameters, times these in their prior, less
   * what is the same for all processes of the same observations. 0 where nothing was observed to tell.
   */
  readonly logEvidence: number;
}

/** What was learnt, and from what. */
interface Known extends Learnt {
  readonly names: string;
  readonly rows: Float64Array;
  readonly values: Float64Array;
}

/**
 * Learns hyper-parameters from the first observations (see `learntFrom`), whose targets are warped among themselves: so
 * later observations do not change them. Remembers the last ones. A pure memo.
 */
export class HyperparameterMemo {
  readonly #settings: GaussianProcessSettings;
  #last: Known | undefined;

  constructor(settings: GaussianProcessSettings) {
    this.#settings = settings;
  }

  learn(inputs: Inputs, targets: Float64Array, kinds: FeatureKinds, layout: Layout): Learnt {
    const { warp, capacity, slopeDeviation, hyperparameters } = this.#settings;
    const count = learntFrom(Math.min(inputs.n, lastLearning), capacity);
    const width = inputs.features.length;
    const first = targets.slice(0, count);
    const { values } = warp === "copula" ? copula(first) : standardized(first);
    const rows = inputs.rows.slice(0, count * width);
    const names = inputs.features.map((f) => (f.kind === "categorical" ? f.levels : f.kind)).join();
    const last = this.#last;
    if (last && last.names === names && equal(last.rows, rows) && equal(last.values, values)) return last;

    const everyone = columnsOf(
      inputs,
      kinds,
      Int32Array.from({ length: count }, (_, i) => i),
    );
    const ranges = Float64Array.from(everyone.continuous, rangeOf);
    const slopeVariance = slopeDeviation ** 2;
    const slopes = slopesOf(kinds, this.#settings);
    const fixed = { layout, ranges, slopes, slopeVariance };
    const search = (): MostProbable => {
      const chosen = representatives(first, searchCapacity);
      const columns = columnsOf(inputs, kinds, chosen);
      const prior = priorMean(columns, slopes);
      const residuals = Float64Array.from(chosen, (i, at) => values[i]! - prior[at]!);
      const likelihood = createLikelihood(columns, residuals, fixed);
      return hyperparameters === "map"
        ? mostProbable(likelihood, layout, searchEvaluations)
        : { values: layout.medians, logPosterior: likelihood(layout.medians).value };
    };
    const found = count > 1 ? search() : { values: layout.medians, logPosterior: 0 };
    const parts = { ...fixed, values: found.values };
    this.#last = { names, rows, values, parts, logEvidence: found.logPosterior };
    return this.#last;
  }
}

/** The observed range; 1 where there is none beyond rounding. */
function rangeOf(column: Float64Array): number {
  const largest = column.reduce((a, b) => Math.max(a, b));
  const least = column.reduce((a, b) => Math.min(a, b));
  const rounding = 1e-12 * Math.max(Math.abs(largest), Math.abs(least), 1e-100);
  return largest - least > rounding ? largest - least : 1;
}

function equal(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
