import type { Random } from "../random/random.ts";
import type { Feature, LabelledGraph } from "./space.ts";

/** `n` encoded architectures: `rows` is n × features.length, row-major. */
export interface Inputs {
  readonly n: number;
  readonly rows: Float64Array;
  readonly features: readonly Feature[];
  /** The graph of architecture i, for models that read graphs. */
  graph(i: number): LabelledGraph;
}

/** Predictions of the target for n architectures: mean, and variance where the model has one. */
export interface Prediction {
  readonly mean: Float64Array;
  readonly variance?: Float64Array;
}

/** A fitted model. */
export interface SurrogateModel {
  predict(inputs: Inputs): Prediction;
  /** The means that it predicts for the observations it was fitted to, where they cost less than to predict them. */
  fitted?(): Float64Array;
}

/** A model that predicts the error of architectures that were not trained from those that were. */
export interface Surrogate {
  readonly name: string;
  /** Whether predictions carry a variance: expected improvement needs one. */
  readonly uncertainty: boolean;
  /** Whether it reads `Inputs.graph`: it then serves spaces whose architectures are graphs, and no others. */
  readonly readsGraphs?: boolean;
  /** Fits to `targets` (n errors, lower is better); draws from `random` only. */
  fit(inputs: Inputs, targets: Float64Array, random: Random): SurrogateModel;
  /**
   * Predictions for each observation by a model that has not seen it, where that has a closed form. Without it the
   * engine refits per fold. `folds[i]` is the fold of observation i.
   */
  crossValidate?(inputs: Inputs, targets: Float64Array, folds: Int32Array, random: Random): Float64Array;
  /**
   * What an evaluation in flight is taken to end with while the next is chosen: the surrogate's own mean of it (default), or
   * the worst target so far. A Gaussian process told a point at its mean is only surer around it; a forest is not, and
   * picks the like of it again unless that is thought bad.
   */
  readonly inFlight?: "mean" | "worst";
  /**
   * What each source contributes to what the model explains of the observations: first all features that are no proxies,
   * then each feature of kind `proxy`, in their order. Shares that sum to 1. For reports.
   */
  influence?(inputs: Inputs, targets: Float64Array): Float64Array;
  /**
   * What it learnt of the features, as options: a surrogate of the same entry that is made with them begins with this as its
   * prior. For searches of tasks that are alike.
   */
  transfer?(inputs: Inputs, targets: Float64Array): Readonly<Record<string, unknown>>;
}
