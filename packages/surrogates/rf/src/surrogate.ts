import type { Surrogate } from "@proxybo/core";
import { checkInputs, checkTargets } from "./check-inputs.ts";
import { forestGrower } from "./forest.ts";
import { forestOptions, type ForestOptions } from "./options.ts";
import { heldOutPredictions } from "./held-out-predictions.ts";
import { forestPredictor } from "./predict-forest.ts";
import { trainingTable } from "./training-table.ts";

/**
 * A probabilistic random forest for regression, as SMAC's (Hutter, Hoos, Leyton-Brown 2011; Hutter et al. 2014):
 * categorical features are split into the best two subsets of their levels, and the variance is that over trees plus
 * that within leaves.
 *
 * `fit` takes n ≥ 1 rows of finite numbers; unseen levels go with the larger side of a split.
 *
 * @throws {ProxyboError} `SURROGATE_FAILED` where targets or features are not as the contract says.
 * @example
 * const model = createRandomForest({ trees: 30 }).fit(inputs, errors, createRandom(1));
 * const { mean, variance } = model.predict(candidates);
 */
export function createRandomForest(
  options: ForestOptions = {},
): Surrogate & Required<Pick<Surrogate, "crossValidate">> {
  const settings = forestOptions.parse(options);
  return {
    name: "rf",
    uncertainty: true,
    inFlight: "worst",
    fit(inputs, targets, random) {
      const table = trainingTable(inputs);
      checkTargets(targets, inputs.n);
      const everyone = Int32Array.from({ length: inputs.n }, (_, i) => i);
      const forest = forestGrower(table, targets, settings)(everyone, random);
      const predict = forestPredictor(forest);
      return {
        predict(candidates) {
          checkInputs(candidates);
          return predict(candidates.rows, candidates.n);
        },
      };
    },
    crossValidate(inputs, targets, folds, random) {
      const table = trainingTable(inputs);
      checkTargets(targets, inputs.n);
      return heldOutPredictions(inputs, table, targets, folds, settings, random);
    },
  };
}
