import type { Inputs } from "@proxybo/core";
import { columnsOf, type FeatureKinds } from "./columns.ts";
import type { Layout } from "./hyperparameters.ts";
import type { KernelParts } from "./kernel.ts";
import { createLikelihood } from "./marginal-likelihood.ts";
import { mostProbable } from "./most-probable.ts";
import type { GaussianProcessSettings } from "./options.ts";
import { lastLearning, learntFrom, representatives, searchCapacity, searchEvaluations } from "./schedule.ts";
import { copula, standardized } from "./warp.ts";

/** What hyper-parameters were learnt from, and what was learnt. */
interface Learnt {
  readonly names: string;
  readonly rows: Float64Array;
  readonly values: Float64Array;
  readonly parts: KernelParts;
}

/**
 * Learns hyper-parameters from the first observations (see `learntFrom`), whose targets are warped among themselves: so
 * later observations do not change them. Remembers the last ones. A pure memo.
 */
export class HyperparameterMemo {
  readonly #settings: GaussianProcessSettings;
  #last: Learnt | undefined;

  constructor(settings: GaussianProcessSettings) {
    this.#settings = settings;
  }

  kernelParts(inputs: Inputs, targets: Float64Array, kinds: FeatureKinds, layout: Layout): KernelParts {
    const { warp, capacity, slope, slopeDeviation, hyperparameters } = this.#settings;
    const count = learntFrom(Math.min(inputs.n, lastLearning), capacity);
    const width = inputs.features.length;
    const first = targets.slice(0, count);
    const { values } = warp === "copula" ? copula(first) : standardized(first);
    const rows = inputs.rows.slice(0, count * width);
    const names = inputs.features.map((f) => (f.kind === "categorical" ? f.levels : f.kind)).join();
    const last = this.#last;
    if (last && last.names === names && equal(last.rows, rows) && equal(last.values, values))
      return last.parts;

    const everyone = columnsOf(
      inputs,
      kinds,
      Int32Array.from({ length: count }, (_, i) => i),
    );
    const ranges = Float64Array.from(everyone.continuous, rangeOf);
    const slopeVariance = slopeDeviation ** 2;
    const fixed = { layout, ranges, slopeVariance };
    const search = (): Float64Array => {
      const chosen = representatives(first, searchCapacity);
      const columns = columnsOf(inputs, kinds, chosen);
      const residuals = Float64Array.from(chosen, (i, at) => values[i]! - slope * columns.proxyMean[at]!);
      return mostProbable(createLikelihood(columns, residuals, fixed), layout, searchEvaluations);
    };
    const parts = { ...fixed, values: hyperparameters === "map" && count > 1 ? search() : layout.medians };
    this.#last = { names, rows, values, parts };
    return parts;
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
