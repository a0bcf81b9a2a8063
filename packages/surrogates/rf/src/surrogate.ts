import type { Inputs, Random, Surrogate } from "@proxybo/core";
import { checkInputs, checkTargets } from "./check-inputs.ts";
import { forestGrower } from "./forest.ts";
import { forestOptions, type ForestOptions } from "./options.ts";
import { forestPredictor } from "./predict-forest.ts";
import { trainingTable } from "./training-table.ts";

/**
 * A probabilistic random forest for regression, as SMAC's (Hutter, Hoos, Leyton-Brown 2011; Hutter et al. 2014): categorical features are split
 * into the best two subsets of their levels, and the variance is that over trees plus within leaves.
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
    fit(inputs, targets, random) {
      checkInputs(inputs);
      checkTargets(targets, inputs.n);
      const everyone = Int32Array.from({ length: inputs.n }, (_, i) => i);
      const forest = forestGrower(trainingTable(inputs), targets, settings)(everyone, random);
      const predict = forestPredictor(forest);
      return {
        predict(candidates) {
          checkInputs(candidates);
          return predict(candidates.rows, candidates.n);
        },
      };
    },
    crossValidate(inputs, targets, folds, random) {
      checkInputs(inputs);
      checkTargets(targets, inputs.n);
      return heldOutPredictions(inputs, targets, folds, random);
    },
  };

  function heldOutPredictions(inputs: Inputs, targets: Float64Array, folds: Int32Array, random: Random) {
    const grow = forestGrower(trainingTable(inputs), targets, settings);
    const predictions = new Float64Array(inputs.n);
    const width = inputs.features.length;
    for (const fold of [...new Set(folds)].toSorted((a, b) => a - b)) {
      const others: number[] = [];
      const held: number[] = [];
      for (let i = 0; i < inputs.n; i++) (folds[i] === fold ? held : others).push(i);
      const forest = grow(Int32Array.from(others), random);
      const rows = new Float64Array(held.length * width);
      for (const [k, i] of held.entries())
        rows.set(inputs.rows.subarray(i * width, (i + 1) * width), k * width);
      const { mean } = forestPredictor(forest)(rows, held.length);
      for (const [k, i] of held.entries()) predictions[i] = mean[k]!;
    }
    return predictions;
  }
}
